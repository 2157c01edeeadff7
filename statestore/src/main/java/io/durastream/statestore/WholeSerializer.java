package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Any class, through the Kryo of the calling thread; what its classes look like is in each value. Thread-safe.
 *
 * <pre>
 *  0     1
 *  +-----+----------------+--------------------------------------+-------
 *  | 2   | count (varint) | count × length (varint), a {@link Shape}  | value
 *  +-----+----------------+--------------------------------------+-------
 * </pre>
 */
record WholeSerializer<T>(KryoEngines engines) implements StateSerializer<T> {

    private static final byte VERSION = 2;

    @Override
    public byte[] serialize(T value) {
        OwnShapes shapes = new OwnShapes();
        byte[] content = engines.get().write(value, shapes, false);
        try (Output output = new Output(content.length + 64, -1)) {
            output.writeByte(VERSION);
            output.writeVarInt(shapes.byId.size(), true);
            for (Shape shape : shapes.byId.values()) {
                byte[] encoded = shape.encode();
                output.writeVarInt(encoded.length, true);
                output.writeBytes(encoded);
            }
            output.writeBytes(content);
            return output.toBytes();
        }
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // what was written comes back, be it null
    public T deserialize(byte[] bytes) {
        OwnShapes shapes = new OwnShapes();
        int offset = readShapes(bytes, shapes);
        return (T) engines.get().read(bytes, offset, shapes);
    }

    /** {@return where the value begins} */
    private static int readShapes(byte[] bytes, OwnShapes into) {
        try (Input input = new Input(bytes)) {
            byte version = input.readByte();
            if (version != VERSION) {
                throw new IncompatibleStateException("Expected a value of version " + VERSION + ", got " + version
                        + "; another release has written it");
            }
            for (int n = input.readVarInt(true); n > 0; n--) {
                Shape shape = Shape.decode(ByteBuffer.wrap(input.readBytes(input.readVarInt(true))));
                into.keep(shape.id(), shape);
            }
            return input.position();
        } catch (KryoException | IllegalArgumentException e) {
            throw new IncompatibleStateException("A value does not say how its classes were written; it is damaged", e);
        }
    }

    @Override
    public String format() {
        return "kryo5-whole/2";
    }

    /** Those of one value. */
    private static final class OwnShapes implements Shapes {

        private final Map<Integer, Shape> byId = new LinkedHashMap<>();

        @Override
        public void keep(int id, Shape shape) {
            byId.put(id, shape);
        }

        @Override
        public Shape get(int id) {
            Shape shape = byId.get(id);
            if (shape == null) {
                throw new IncompatibleStateException("A value does not say how its class was written; it is damaged");
            }
            return shape;
        }
    }
}
