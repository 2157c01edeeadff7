package io.durastream.checkpoint;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.StoragePath;
import io.durastream.storage.frame.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes what {@link PayloadWriter} encoded; whatever cannot be decoded is damage of the file. */
final class PayloadReader {

    private final StoragePath path;
    private final ByteBuffer payload;

    PayloadReader(StoragePath path, ByteBuffer payload) {
        this.path = path;
        this.payload = payload.slice();
    }

    /** How one element of a list, or an optional value, is decoded. */
    interface Element<T> {
        T read(PayloadReader in) throws IOException;
    }

    int u8() throws IOException {
        return need(1).get() & 0xFF;
    }

    int u16() throws IOException {
        return need(2).getShort() & 0xFFFF;
    }

    int i32() throws IOException {
        return need(4).getInt();
    }

    long i64() throws IOException {
        return need(8).getLong();
    }

    boolean flag() throws IOException {
        int value = u8();
        if (value > 1) {
            throw damage("expected a flag of 0 or 1, found " + value);
        }
        return value == 1;
    }

    String string() throws IOException {
        return new String(raw(), StandardCharsets.UTF_8);
    }

    Bytes bytes() throws IOException {
        return Bytes.of(raw());
    }

    <T> Optional<T> optional(Element<T> element) throws IOException {
        return flag() ? Optional.of(element.read(this)) : Optional.empty();
    }

    <T> List<T> list(Element<T> element) throws IOException {
        int count = length("elements");
        List<T> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(element.read(this));
        }
        return values;
    }

    void expectVersion(int version) throws IOException {
        int found = u16();
        if (found != version) {
            throw damage("expected payload version " + version + ", found " + found
                    + "; a newer release may have written this file");
        }
    }

    /** Decodes a whole payload. Values that no constructor accepts are damage too. */
    <T> T whole(Element<T> element) throws IOException {
        T value;
        try {
            value = element.read(this);
        } catch (IllegalArgumentException e) {
            throw damage("expected valid content: " + e.getMessage());
        }
        if (payload.hasRemaining()) {
            throw damage("expected the end of the payload, found " + payload.remaining() + " more bytes");
        }
        return value;
    }

    DamagedFileException damage(String expectation) {
        return new DamagedFileException(path.value(), Frame.HEADER_BYTES + (long) payload.position(), expectation);
    }

    private byte[] raw() throws IOException {
        byte[] value = new byte[length("bytes")];
        payload.get(value);
        return value;
    }

    /** A count of things that take at least a byte each. */
    private int length(String what) throws IOException {
        int count = i32();
        if (count < 0 || count > payload.remaining()) {
            throw damage("expected at most " + payload.remaining() + " " + what + ", found a count of " + count);
        }
        return count;
    }

    private ByteBuffer need(int bytes) throws IOException {
        if (payload.remaining() < bytes) {
            throw damage("expected " + bytes + " more bytes, found " + payload.remaining());
        }
        return payload;
    }
}
