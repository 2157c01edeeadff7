package io.durastream.runtime.state;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.durastream.statestore.IncompatibleStateException;
import io.durastream.statestore.StateFormat;
import io.durastream.statestore.StateSerializer;

/**
 * An inverse window's state of a key, with a serializer of its values:
 *
 * <pre>
 *  +---------------+----------------+-----------------------------------------------
 *  | total         | count (varint) | count × batch ms less the one before (varint), value
 *  +---------------+----------------+-----------------------------------------------
 *
 *  total, value: length (varint), bytes
 * </pre>
 */
record WindowStateSerializer<V>(StateSerializer<V> values) implements StateSerializer<WindowState<V>> {

    private static final String FORMAT = "window/1 of ";
    private static final int BUFFER_BYTES = 64;
    private static final int NO_LIMIT = -1;

    @Override
    public byte[] serialize(WindowState<V> state) {
        try (Output output = new Output(BUFFER_BYTES, NO_LIMIT)) {
            write(output, state.total());
            output.writeVarInt(state.slots().size(), true);
            long before = 0;
            for (WindowState.Slot<V> slot : state.slots()) {
                output.writeVarLong(slot.batchMillis() - before, true);
                write(output, slot.value());
                before = slot.batchMillis();
            }
            return output.toBytes();
        }
    }

    @Override
    public WindowState<V> deserialize(byte[] bytes) {
        try (Input input = new Input(bytes)) {
            WindowState<V> state = new WindowState<>(read(input));
            long batchMillis = 0;
            for (int n = input.readVarInt(true); n > 0; n--) {
                batchMillis += input.readVarLong(true);
                state.add(batchMillis, read(input));
            }
            return state;
        } catch (KryoException e) {
            throw new IncompatibleStateException(
                    "A window's state of " + bytes.length + " bytes is not one: " + e.getMessage(), e);
        }
    }

    @Override
    public String format() {
        return FORMAT + values.format();
    }

    /** Whether it is the format of an inverse window's state. */
    static boolean wrote(StateFormat format) {
        return format.values().startsWith(FORMAT);
    }

    private void write(Output output, V value) {
        byte[] bytes = values.serialize(value);
        output.writeVarInt(bytes.length, true);
        output.writeBytes(bytes);
    }

    private V read(Input input) {
        return values.deserialize(input.readBytes(input.readVarInt(true)));
    }
}
