package io.durastream.runtime.state;

import io.durastream.statestore.StateSerializer;
import java.io.Serializable;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function0;
import org.jspecify.annotations.Nullable;

/**
 * How an operator's keys and states are written: by the user's serializers, made anew for each task, or by Kryo. Travels
 * with tasks.
 *
 * @param <U> what users see of a key's state
 * @param <S> what is kept of it
 * @param keys null: Kryo
 * @param values null: Kryo
 * @param stored writes what is kept, with a serializer of what users see
 */
record StateSerializers<K, U, S>(
        @Nullable Function0<StateSerializer<K>> keys,
        @Nullable Function0<StateSerializer<U>> values,
        Function<StateSerializer<U>, StateSerializer<S>> stored)
        implements Serializable {

    /** Kryo, where users see the state as it is kept. */
    static <K, S> StateSerializers<K, S, S> ofStates() {
        return new StateSerializers<>(null, null, serializer -> serializer);
    }

    /** Kryo, where users see the totals of windows. */
    static <K, V> StateSerializers<K, V, WindowState<V>> ofWindows() {
        return new StateSerializers<>(null, null, WindowStateSerializer::new);
    }

    /** Those of the user. */
    StateSerializers<K, U, S> with(
            @Nullable Function0<StateSerializer<K>> newKeys, @Nullable Function0<StateSerializer<U>> newValues) {
        return new StateSerializers<>(newKeys, newValues, stored);
    }

    StateSerializer<K> forKeys(StateAccess access, String operator) throws Exception {
        return new OperatorSerializer<>(operator, keys == null ? access.kryo().keys(operator) : keys.call());
    }

    StateSerializer<S> forStates(StateAccess access, String operator) throws Exception {
        StateSerializer<U> seen = values == null ? access.kryo().values() : values.call();
        return new OperatorSerializer<>(operator, stored.call(seen));
    }
}
