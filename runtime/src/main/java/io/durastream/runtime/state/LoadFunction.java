package io.durastream.runtime.state;

import io.durastream.Time;
import io.durastream.statestore.StateTransaction;
import java.util.Iterator;
import java.util.function.Consumer;
import scala.Tuple2;

/**
 * Puts an initial state.
 *
 * @param timed whether keys can time out: they count as touched at the time of the load
 */
record LoadFunction<K, S>(boolean timed) implements StateFunction<K, S, S, Void> {

    @Override
    public void update(
            StateTransaction<K, S> state, Iterator<Tuple2<K, S>> records, Time time, Consumer<? super Void> mapped) {
        while (records.hasNext()) {
            Tuple2<K, S> record = records.next();
            state.put(record._1(), record._2());
            if (timed) {
                state.setTimer(record._1(), time.milliseconds());
            }
        }
    }
}
