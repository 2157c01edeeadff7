package io.durastream.runtime.state;

import io.durastream.Time;
import io.durastream.statestore.StateEntry;
import io.durastream.statestore.StateIterator;
import io.durastream.statestore.StateSerializer;
import io.durastream.statestore.StateTransaction;
import io.durastream.statestore.StateView;
import java.util.Iterator;
import java.util.function.Consumer;
import scala.Tuple2;

/**
 * Takes a partition's state apart, and puts what came from several partitions together, key by key: values and timers. Only
 * keys with a value: no operator sets a timer for another one.
 */
record StateMove<K, S>(StateAccess access, String operator, StateSerializers<K, ?, S> serializers)
        implements StateReading<K, S, MovedState>, StateFunction<K, MovedState, S, Void> {

    @Override
    public Iterator<Tuple2<K, MovedState>> read(StateView<K, S> state) throws Exception {
        StateSerializer<S> values = serializers.forStates(access, operator);
        StateIterator<StateEntry<K, S>> entries = state.entries();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Tuple2<K, MovedState> next() {
                StateEntry<K, S> entry = entries.next();
                K key = entry.key();
                return new Tuple2<>(key, new MovedState(values.serialize(entry.value()), state.timer(key)));
            }
        };
    }

    @Override
    public void update(
            StateTransaction<K, S> state,
            Iterator<Tuple2<K, MovedState>> moved,
            Time time,
            Consumer<? super Void> mapped)
            throws Exception {
        StateSerializer<S> values = serializers.forStates(access, operator);
        while (moved.hasNext()) {
            Tuple2<K, MovedState> next = moved.next();
            next._2().putInto(state, next._1(), values);
        }
    }
}
