package io.durastream.runtime.state;

import io.durastream.Duration;
import io.durastream.Time;
import io.durastream.statestore.StateIterator;
import io.durastream.statestore.StateTimer;
import io.durastream.statestore.StateTransaction;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The inverse window: new total = old total − what left + what entered. Does work for the keys that leave or enter, and
 * for no others: a key's timer holds the time of its oldest contribution.
 *
 * @param window how long a contribution stays
 * @param filter totals that fail it go for good; null keeps all
 */
record WindowFunction<K, V>(
        Function2<V, V, V> reduce,
        Function2<V, V, V> inverse,
        Duration window,
        @Nullable Function<Tuple2<K, V>, Boolean> filter)
        implements StateFunction<K, V, WindowState<V>, Void> {

    @Override
    public void update(
            StateTransaction<K, WindowState<V>> state,
            Iterator<Tuple2<K, V>> records,
            Time time,
            Consumer<? super Void> mapped)
            throws Exception {
        leave(state, time.minus(window).milliseconds());
        enter(state, records, time.milliseconds());
    }

    private void leave(StateTransaction<K, WindowState<V>> state, long upTo) throws Exception {
        try (StateIterator<StateTimer<K>> leaving = state.expired(upTo + 1)) {
            while (leaving.hasNext()) {
                K key = leaving.next().key();
                WindowState<V> entry = state.get(key);
                if (entry == null) {
                    throw new IllegalStateException("A key that is to leave the window has no state: " + key);
                }
                V left = entry.removeOldest();
                for (Long next = entry.oldest(); next != null && next <= upTo; next = entry.oldest()) {
                    left = reduce.call(left, entry.removeOldest());
                }
                entry.total(inverse.call(entry.total(), left));
                keep(state, key, entry);
            }
        }
    }

    private void enter(StateTransaction<K, WindowState<V>> state, Iterator<Tuple2<K, V>> records, long batchMillis)
            throws Exception {
        while (records.hasNext()) {
            Tuple2<K, V> record = records.next();
            WindowState<V> entry = state.get(record._1());
            if (entry == null) {
                entry = new WindowState<>(record._2());
            } else {
                entry.total(reduce.call(entry.total(), record._2()));
            }
            entry.add(batchMillis, record._2());
            keep(state, record._1(), entry);
        }
    }

    private void keep(StateTransaction<K, WindowState<V>> state, K key, WindowState<V> entry) throws Exception {
        Long oldest = entry.oldest();
        if (filter != null && !filter.call(new Tuple2<>(key, entry.total()))) {
            state.remove(key);
            return;
        }
        state.put(key, entry);
        if (oldest == null) {
            state.clearTimer(key);
        } else {
            state.setTimer(key, oldest);
        }
    }
}
