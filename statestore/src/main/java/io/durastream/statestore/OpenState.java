package io.durastream.statestore;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reading a state through serializers. */
class OpenState<K, V> implements StateView<K, V> {

    final StateSerializer<K> keys;
    final StateSerializer<V> values;
    private final OverlaidState state;
    /** The key read last and what its value was: putting the same again is no change. */
    private @Nullable Bytes lastKey;

    private byte @Nullable [] lastValue;

    OpenState(OverlaidState state, StateSerializer<K> keys, StateSerializer<V> values) {
        this.state = state;
        this.keys = keys;
        this.values = values;
    }

    @Override
    public @Nullable V get(K key) {
        Bytes bytes = new Bytes(keys.serialize(key));
        byte[] value = state.get(bytes);
        remember(bytes, value);
        return value == null ? null : values.deserialize(value);
    }

    @Override
    public StateIterator<StateEntry<K, V>> entries() {
        return new Mapped<>(state.entries(), entry -> {
            remember(entry.getKey(), entry.getValue());
            return new StateEntry<>(keys.deserialize(entry.getKey().array()), values.deserialize(entry.getValue()));
        });
    }

    @Override
    public StateIterator<StateTimer<K>> expired(long beforeMillis) {
        return new Mapped<>(
                state.expired(beforeMillis),
                timer -> new StateTimer<>(keys.deserialize(timer.key().array()), timer.millis()));
    }

    private void remember(Bytes key, byte @Nullable [] value) {
        lastKey = key;
        lastValue = value;
    }

    /** Whether the key was read last and had this value then. */
    final boolean wasJustRead(Bytes key, byte[] value) {
        return key.equals(lastKey) && Arrays.equals(value, lastValue);
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
