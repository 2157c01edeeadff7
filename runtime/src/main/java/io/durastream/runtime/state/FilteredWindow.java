package io.durastream.runtime.state;

import io.durastream.Duration;
import io.durastream.Time;
import io.durastream.statestore.StateEntry;
import io.durastream.statestore.StateIterator;
import io.durastream.statestore.StateTransaction;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.Function;
import scala.Tuple2;

/**
 * An inverse window with a filter that slides by more than a batch: totals between two windows are nobody's to judge, so that
 * all keys are judged when a window is due. That costs as much as showing them does.
 *
 * @param filter totals that fail it go for good
 */
record FilteredWindow<K, V>(WindowFunction<K, V> window, Duration slide, Function<Tuple2<K, V>, Boolean> filter)
        implements StateFunction<K, V, WindowState<V>, Void> {

    @Override
    public StateFunction<K, V, WindowState<V>, Void> at(Time time, Time zero) {
        return time.minus(zero).isMultipleOf(slide) ? this : window;
    }

    @Override
    public void update(
            StateTransaction<K, WindowState<V>> state,
            Iterator<Tuple2<K, V>> records,
            Time time,
            Consumer<? super Void> mapped)
            throws Exception {
        window.update(state, records, time, mapped);
        try (StateIterator<StateEntry<K, WindowState<V>>> all = state.entries()) {
            while (all.hasNext()) {
                StateEntry<K, WindowState<V>> entry = all.next();
                if (!filter.call(new Tuple2<>(entry.key(), entry.value().total()))) {
                    state.remove(entry.key());
                }
            }
        }
    }
}
