package io.durastream.runtime.state;

import io.durastream.Time;
import io.durastream.statestore.StateEntry;
import io.durastream.statestore.StateIterator;
import io.durastream.statestore.StateSerializer;
import io.durastream.statestore.StateTimer;
import io.durastream.statestore.StateTransaction;
import io.durastream.statestore.StateView;
import java.util.Iterator;
import java.util.function.Consumer;
import scala.Tuple2;

/** Takes a partition's state apart, and puts the parts of a partition together: all values and all timers. */
final class StateParts {

    private StateParts() {}

    /** Reads all values, and then all timers, so that nothing of the partition is held in memory. */
    record Reading<K, S>() implements StateReading<K, S, StatePart> {

        @Override
        public Iterator<Tuple2<K, StatePart>> read(StateView<K, S> state) {
            StateSerializer<S> values = StateSerializers.any();
            StateIterator<StateEntry<K, S>> entries = state.entries();
            StateIterator<StateTimer<K>> timers = state.expired(Long.MAX_VALUE);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return entries.hasNext() || timers.hasNext();
                }

                @Override
                public Tuple2<K, StatePart> next() {
                    if (entries.hasNext()) {
                        StateEntry<K, S> entry = entries.next();
                        return new Tuple2<>(entry.key(), StatePart.value(values.serialize(entry.value())));
                    }
                    StateTimer<K> timer = timers.next();
                    return new Tuple2<>(timer.key(), StatePart.timer(timer.millis()));
                }
            };
        }
    }

    /** Puts parts, in any order. */
    record Putting<K, S>() implements StateFunction<K, StatePart, S, Void> {

        @Override
        public void update(
                StateTransaction<K, S> state,
                Iterator<Tuple2<K, StatePart>> parts,
                Time time,
                Consumer<? super Void> mapped) {
            StateSerializer<S> values = StateSerializers.any();
            while (parts.hasNext()) {
                Tuple2<K, StatePart> part = parts.next();
                part._2().putInto(state, part._1(), values);
            }
        }
    }
}
