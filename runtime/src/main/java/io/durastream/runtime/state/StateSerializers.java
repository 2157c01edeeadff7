package io.durastream.runtime.state;

import io.durastream.statestore.KryoSerializers;
import io.durastream.statestore.StateSerializer;

/** How keys and values of any class are written. */
final class StateSerializers {

    private StateSerializers() {}

    static <T> StateSerializer<T> any() {
        return KryoSerializers.any();
    }
}
