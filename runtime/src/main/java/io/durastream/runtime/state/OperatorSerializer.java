package io.durastream.runtime.state;

import io.durastream.statestore.IncompatibleStateException;
import io.durastream.statestore.StateSerializer;

/** Says whose state it is that does not fit. */
record OperatorSerializer<T>(String operator, StateSerializer<T> serializer) implements StateSerializer<T> {

    @Override
    public byte[] serialize(T value) {
        try {
            return serializer.serialize(value);
        } catch (IncompatibleStateException e) {
            throw named(e);
        }
    }

    @Override
    public T deserialize(byte[] bytes) {
        try {
            return serializer.deserialize(bytes);
        } catch (IncompatibleStateException e) {
            throw named(e);
        }
    }

    @Override
    public String format() {
        return serializer.format();
    }

    private IncompatibleStateException named(IncompatibleStateException e) {
        return new IncompatibleStateException("Operator '" + operator + "': " + e.getMessage(), e);
    }
}
