package io.durastream.statestore;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reading a state through serializers. */
class OpenState<K, V> implements StateView<K, V> {

    final StateSerializer<K> keys;
    final StateSerializer<V> values;
    final OverlaidState state;

    OpenState(OverlaidState state, StateSerializer<K> keys, StateSerializer<V> values) {
        this.state = state;
        this.keys = keys;
        this.values = values;
    }

    @Override
    public @Nullable V get(K key) {
        byte[] value = state.get(bytes(key)).value();
        return value == null ? null : values.deserialize(value);
    }

    /** The key as it is in the state. */
    Bytes bytes(K key) {
        return new Bytes(keys.serialize(key));
    }

    @Override
    public OptionalLong timer(K key) {
        Row row = state.get(bytes(key));
        return row.timed() ? OptionalLong.of(row.timer()) : OptionalLong.empty();
    }

    @Override
    public StateIterator<StateEntry<K, V>> entries() {
        return new Mapped<>(state.entries(), entry -> {
            byte[] value = Objects.requireNonNull(entry.row().value());
            return new StateEntry<>(keys.deserialize(entry.key().array()), values.deserialize(value));
        });
    }

    @Override
    public StateIterator<StateTimer<K>> expired(long beforeMillis) {
        return new Mapped<>(
                state.expired(beforeMillis),
                timer -> new StateTimer<>(keys.deserialize(timer.key().array()), timer.millis()));
    }

    @Override
    public void close() {
        state.close();
    }

    private record Mapped<S, T>(StateIterator<S> source, Function<S, T> function) implements StateIterator<T> {

        @Override
        public boolean hasNext() {
            return source.hasNext();
        }

        @Override
        public T next() {
            return function.apply(source.next());
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
