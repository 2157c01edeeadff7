package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.Kryo;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The serializers that come with the state store: Kryo 5 for any class, and plain ones for the simplest types.
 *
 * <p>Kryo needs no preparation: it writes classes of users field by field (with or without a constructor that takes no
 * arguments), records, enums, the usual collections and values of the JDK, and whatever of the JDK is serializable. Values
 * hold no names, but the ids of the shapes of their classes, which are kept beside them; so objects can be read with a later
 * version of their class, see {@link #values}.
 *
 * <p>An instance is for the state in one checkpoint directory. Thread-safe, and so are its serializers: they keep a Kryo
 * for each thread.
 */
public final class KryoSerializers {

    private final KryoEngines engines;
    private final StoredShapes shapes;

    private KryoSerializers(KryoEngines engines, StoredShapes shapes) {
        this.engines = engines;
        this.shapes = shapes;
    }

    /**
     * For the state in a checkpoint directory. Touches nothing there before something is written or read.
     *
     * @param root the directory that the {@link StateStore} was given; shapes are kept in {@code shapes} below it, one file
     *     for each version of a class, which is durable before {@code serialize} returns, and never deleted
     * @param customizer adds serializers to each Kryo made, for classes that Kryo cannot do by itself; registers the same ones
     *     under the same numbers, 100 to 125, in every release of the application
     */
    public static KryoSerializers stored(Storage storage, StoragePath root, Consumer<Kryo> customizer) {
        return new KryoSerializers(new KryoEngines(customizer), new StoredShapes(storage, root.resolve("shapes")));
    }

    /**
     * For values of any class. They can be read with a later version of their class, in which fields were added (they get
     * what the constructor without arguments leaves, or else 0 or null), removed or moved, numbers widened (int to long, float
     * to double), put into their box or taken out of it, or references are to a supertype; in which constants were added to
     * an enum; or which became a record, or was one. Another change is refused when such a value is read, with an
     * {@link IncompatibleStateException} that names the class and the field.
     *
     * <p>Objects that occur twice in a value are written once, and may contain themselves; records and other immutable values
     * are written each time.
     */
    public <T> StateSerializer<T> values() {
        return new KryoStateSerializer<>(engines, shapes, false);
    }

    /**
     * For keys of any class. Equal keys give equal bytes, except for the order in hash sets and hash maps within them. A class
     * in a key cannot change, but for constants that are added to an enum: the first attempt to write a key of a changed one
     * is refused with an {@link IncompatibleStateException}.
     *
     * @param operator whose keys they are
     */
    public <T> StateSerializer<T> keys(String operator) {
        return new KryoStateSerializer<>(engines, shapes.ofKeys(operator), true);
    }

    /** For values of any class, which can be read without anything beside them. They are larger: they tell what classes look like. */
    public static <T> StateSerializer<T> any() {
        return any(kryo -> {});
    }

    /**
     * For values of any class, which can be read without anything beside them.
     *
     * @param customizer as for {@link #stored}
     */
    public static <T> StateSerializer<T> any(Consumer<Kryo> customizer) {
        return new WholeSerializer<>(new KryoEngines(customizer));
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
