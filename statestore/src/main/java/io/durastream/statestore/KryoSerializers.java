package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.Kryo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The serializers that come with the state store: Kryo 5 for any class, and plain ones for the simplest types.
 *
 * <p>Kryo writes class names, so nothing has to be registered. It handles plain classes (with or without a constructor
 * that takes no arguments), records, enums, the usual collections, {@code Optional} and {@code java.time}. With each object
 * goes a digest of its class's fields; state of a class whose fields have changed since is refused by name instead of being
 * misread.
 */
public final class KryoSerializers {

    private KryoSerializers() {}

    /** For values of any class. */
    public static <T> StateSerializer<T> any() {
        return any(kryo -> {});
    }

    /**
     * For values of any class.
     *
     * @param customizer adds serializers to each Kryo made, for classes that Kryo cannot do by itself; the same ones in the
     *     same order in every release of the application
     */
    public static <T> StateSerializer<T> any(Consumer<Kryo> customizer) {
        return new KryoStateSerializer<>(customizer);
    }

    /** {@return a serializer of strings, as their UTF-8 bytes} */
    public static StateSerializer<String> strings() {
        return new Simple<>(
                "string/1",
                text -> text.getBytes(StandardCharsets.UTF_8),
                bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Eight bytes, big-endian. */
    public static StateSerializer<Long> longs() {
        return new Simple<>(
                "long/1",
                value -> ByteBuffer.allocate(Long.BYTES).putLong(value).array(),
                bytes -> ByteBuffer.wrap(bytes).getLong());
    }

    /** Four bytes, big-endian. */
    public static StateSerializer<Integer> integers() {
        return new Simple<>(
                "integer/1",
                value -> ByteBuffer.allocate(Integer.BYTES).putInt(value).array(),
                bytes -> ByteBuffer.wrap(bytes).getInt());
    }

    /** The bytes themselves, copied neither way. */
    public static StateSerializer<byte[]> bytes() {
        return new Simple<>("bytes/1", Function.identity(), Function.identity());
    }

    private record Simple<T>(String format, Function<T, byte[]> writer, Function<byte[], T> reader)
            implements StateSerializer<T> {

        @Override
        public byte[] serialize(T value) {
            return writer.apply(value);
        }

        @Override
        public T deserialize(byte[] bytes) {
            return reader.apply(bytes);
        }
    }
}
