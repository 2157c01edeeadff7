package io.durastream.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Encodes the values that payloads are made of, big-endian.
 *
 * <pre>
 *  u8, u16, i32, i64   the integer
 *  flag                u8: 0 or 1
 *  string              i32 length in bytes, UTF-8
 *  bytes               i32 length, the bytes
 *  optional            flag, and the value if it is 1
 *  list                i32 count, the elements
 * </pre>
 */
final class PayloadWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PayloadWriter u8(int value) {
        out.write(value);
        return this;
    }

    PayloadWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    PayloadWriter i32(int value) {
        return u16(value >>> 16).u16(value);
    }

    PayloadWriter i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    PayloadWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    PayloadWriter string(String value) {
        return raw(value.getBytes(StandardCharsets.UTF_8));
    }

    PayloadWriter bytes(Bytes value) {
        return raw(value.toByteArray());
    }

    <T> PayloadWriter optional(Optional<T> value, BiConsumer<PayloadWriter, T> element) {
        flag(value.isPresent());
        value.ifPresent(present -> element.accept(this, present));
        return this;
    }

    <T> PayloadWriter list(Collection<T> values, BiConsumer<PayloadWriter, T> element) {
        i32(values.size());
        values.forEach(value -> element.accept(this, value));
        return this;
    }

    ByteBuffer payload() {
        return ByteBuffer.wrap(out.toByteArray());
    }

    private PayloadWriter raw(byte[] value) {
        i32(value.length);
        out.writeBytes(value);
        return this;
    }
}
