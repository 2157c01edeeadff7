package io.durastream.runtime.state;

import io.durastream.Duration;
import io.durastream.StateSpec;
import io.durastream.Time;
import io.durastream.statestore.StateIterator;
import io.durastream.statestore.StateTimer;
import io.durastream.statestore.StateTransaction;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.spark.api.java.Optional;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * {@code mapWithState}: calls the user's function for each record, in order, and then once for each key that was idle
 * for longer than the timeout, which loses its state. A key's timer holds the time of the last batch in which it had data
 * and a state.
 *
 * @param timeout null: keys are never timed out
 */
record MappingFunction<K, V, S, M>(
        StateSpec.Mapping<K, V, S, M> mapping, @Nullable Duration timeout) implements StateFunction<K, V, S, M> {

    @Override
    public void update(
            StateTransaction<K, S> state, Iterator<Tuple2<K, V>> records, Time time, Consumer<? super M> mapped)
            throws Exception {
        while (records.hasNext()) {
            Tuple2<K, V> record = records.next();
            K key = record._1();
            KeyState<S> keyState = new KeyState<>(state.get(key), false);
            mapping.call(time, key, Optional.ofNullable(record._2()), keyState, mapped);
            keep(state, key, keyState, time);
        }
        if (timeout != null) {
            timeOut(state, time.minus(timeout), time, mapped);
        }
    }

    private void keep(StateTransaction<K, S> state, K key, KeyState<S> result, Time time) {
        if (result.isRemoved()) {
            state.remove(key);
            return;
        }
        if (result.isUpdated()) {
            state.put(key, result.get());
        }
        if (timeout != null && result.exists()) {
            state.setTimer(key, time.milliseconds());
        }
    }

    private void timeOut(StateTransaction<K, S> state, Time idleSince, Time time, Consumer<? super M> mapped)
            throws Exception {
        try (StateIterator<StateTimer<K>> idle = state.expired(idleSince.milliseconds())) {
            while (idle.hasNext()) {
                K key = idle.next().key();
                mapping.call(time, key, Optional.empty(), new KeyState<>(state.get(key), true), mapped);
                state.remove(key);
            }
        }
    }
}
