package io.durastream.runtime.state;

import io.durastream.statestore.StateSerializer;
import io.durastream.statestore.StateTransaction;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A part of what is known of a key, on its way to another partition: its value, or its timer. The value travels as the
 * bytes of its serializer, because what lies in state need not be serialisable for Spark.
 */
final class StatePart implements Serializable {

    private static final long serialVersionUID = 1;

    private final byte @Nullable [] value;
    private final long timerMillis;

    private StatePart(byte @Nullable [] value, long timerMillis) {
        this.value = value;
        this.timerMillis = timerMillis;
    }

    static StatePart value(byte[] bytes) {
        return new StatePart(bytes, 0);
    }

    static StatePart timer(long millis) {
        return new StatePart(null, millis);
    }

    <K, S> void putInto(StateTransaction<K, S> state, K key, StateSerializer<S> values) {
        if (value == null) {
            state.setTimer(key, timerMillis);
        } else {
            state.put(key, values.deserialize(value));
        }
    }
}
