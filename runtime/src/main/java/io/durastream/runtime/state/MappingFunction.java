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
        BoundState<S> bound = new BoundState<>();
        while (records.hasNext()) {
            Tuple2<K, V> record = records.next();
            K key = record._1();
            S before = state.get(key);
            if (before == null) {
                bound.bindAbsent();
            } else {
                bound.bind(before);
            }
            mapping.call(time, key, Optional.ofNullable(record._2()), bound, mapped);
            keep(state, key, bound, time);
        }
        if (timeout != null) {
            timeOut(state, bound, time.minus(timeout), time, mapped);
        }
    }

    @Override
    public boolean goesRecordByRecord() {
        return true;
    }

    private void keep(StateTransaction<K, S> state, K key, BoundState<S> result, Time time) {
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

    private void timeOut(
            StateTransaction<K, S> state, BoundState<S> bound, Time idleSince, Time time, Consumer<? super M> mapped)
            throws Exception {
        try (StateIterator<StateTimer<K>> idle = state.expired(idleSince.milliseconds())) {
            while (idle.hasNext()) {
                K key = idle.next().key();
                S last = state.get(key);
                if (last == null) {
                    throw new IllegalStateException("A key that times out has no state: " + key);
                }
                bound.bindTimingOut(last);
                mapping.call(time, key, Optional.empty(), bound, mapped);
                state.remove(key);
            }
        }
    }
}
