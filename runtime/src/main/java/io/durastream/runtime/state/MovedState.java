package io.durastream.runtime.state;

import io.durastream.statestore.StateSerializer;
import io.durastream.statestore.StateTransaction;
import java.io.Serializable;
import java.util.OptionalLong;

/**
 * What is known of a key, on its way to another partition. The value travels as the bytes of its serializer, because what
 * lies in state need not be serialisable for Spark.
 */
final class MovedState implements Serializable {

    private static final long serialVersionUID = 1;

    private final byte[] value;
    private final boolean timed;
    private final long timerMillis;

    MovedState(byte[] value, OptionalLong timer) {
        this.value = value;
        this.timed = timer.isPresent();
        this.timerMillis = timer.orElse(0);
    }

    <K, S> void putInto(StateTransaction<K, S> state, K key, StateSerializer<S> values) {
        state.put(key, values.deserialize(value));
        if (timed) {
            state.setTimer(key, timerMillis);
        }
    }
}
