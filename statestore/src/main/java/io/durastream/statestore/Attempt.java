package io.durastream.statestore;

import io.durastream.statestore.StatePartition.Base;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A transaction: changes on the heap, over a state that stands still. */
final class Attempt<K, V> extends OpenState<K, V> implements StateTransaction<K, V> {

    private final StatePartition partition;
    private final @Nullable StateRef base;
    private final @Nullable LiveState live;
    private final StateVersion version;
    private final Changes changes;
    private KeysAhead<K> ahead;
    private boolean ended;

    static <K, V> Attempt<K, V> begin(
            StatePartition partition,
            @Nullable StateRef base,
            StateVersion version,
            StateSerializer<K> keys,
            StateSerializer<V> values)
            throws IOException {
        return new Attempt<>(partition, base, partition.begin(base), new Changes(), version, keys, values);
    }

    private Attempt(
            StatePartition partition,
            @Nullable StateRef base,
            Base opened,
            Changes changes,
            StateVersion version,
            StateSerializer<K> keys,
            StateSerializer<V> values) {
        super(new OverlaidState(opened.source(), changes), keys, values);
        this.partition = partition;
        this.base = base;
        this.live = opened.live();
        this.version = version;
        this.changes = changes;
        this.ahead = new KeysAhead<>(List.of(), keys);
    }

    @Override
    public void prefetch(List<? extends K> next) {
        ahead = new KeysAhead<>(next, keys);
        state.prefetch(ahead.bytes());
    }

    @Override
    Bytes bytes(K key) {
        Bytes known = ahead.find(key);
        return known == null ? super.bytes(key) : known;
    }

    @Override
    public void put(K key, V value) {
        Bytes keyBytes = bytes(key);
        byte[] valueBytes = values.serialize(value);
        Row row = current(keyBytes);
        if (!Arrays.equals(valueBytes, row.value())) {
            changes.put(keyBytes, row.withValue(valueBytes));
        }
    }

    @Override
    public <A> void updateAll(Map<K, List<A>> arrived, StateUpdate<A, V> update) throws Exception {
        checkNotEnded();
        new FullUpdate<>(state, changes, values, update).run(Arrivals.of(arrived, keys));
    }

    @Override
    public void remove(K key) {
        Bytes bytes = bytes(key);
        if (!current(bytes).isAbsent()) {
            changes.put(bytes, Row.ABSENT);
        }
    }

    @Override
    public void setTimer(K key, long millis) {
        Bytes bytes = bytes(key);
        Row row = current(bytes);
        if (!row.timed() || row.timer() != millis) {
            changes.put(bytes, row.withTimer(millis));
        }
    }

    @Override
    public void clearTimer(K key) {
        Bytes bytes = bytes(key);
        Row row = current(bytes);
        if (row.timed()) {
            changes.put(bytes, row.withoutTimer());
        }
    }

    private Row current(Bytes key) {
        checkNotEnded();
        return state.get(key);
    }

    private void checkNotEnded() {
        if (ended) {
            throw new IllegalStateException("This transaction has ended; begin another one");
        }
    }

    @Override
    public StateRef commit() throws IOException {
        if (ended) {
            throw new IllegalStateException("This transaction has ended; it can be committed once");
        }
        ended = true;
        return partition.commit(live, base, version, StateFormat.of(keys, values), changes);
    }

    @Override
    public void close() {
        ended = true;
        super.close();
    }
}
