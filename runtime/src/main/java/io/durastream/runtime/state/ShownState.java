package io.durastream.runtime.state;

import io.durastream.runtime.graph.UserCode;
import io.durastream.statestore.StateEntry;
import io.durastream.statestore.StateIterator;
import io.durastream.statestore.StateView;
import java.util.Iterator;
import org.apache.spark.api.java.function.Function;
import scala.Tuple2;

/** Reads all keys with what users see of their state. */
record ShownState<K, S, T>(Function<S, T> shown) implements StateReading<K, S, T> {

    @Override
    public Iterator<Tuple2<K, T>> read(StateView<K, S> state) {
        return new Shown<>(state.entries(), shown);
    }

    private record Shown<K, S, T>(StateIterator<StateEntry<K, S>> entries, Function<S, T> shown)
            implements Iterator<Tuple2<K, T>> {

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public Tuple2<K, T> next() {
            StateEntry<K, S> entry = entries.next();
            try {
                return new Tuple2<>(entry.key(), shown.call(entry.value()));
            } catch (Exception e) {
                throw UserCode.rethrow(e);
            }
        }
    }
}
