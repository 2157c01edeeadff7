package io.durastream.statestore;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TieredState} as it was when this was opened: where it has changed since, this remembers what was there. Nearly
 * always nothing has, because a batch begins when the one before it is done.
 */
final class TieredSource implements Source {

    private final TieredState state;
    /** Guarded by the state's lock. */
    private final NavigableMap<Bytes, Row> remembered = new TreeMap<>();

    private boolean closed;

    TieredSource(TieredState state) {
        this.state = state;
    }

    /** A row that is about to change; only the first change of a key is one of what this has opened. */
    void remember(Bytes key, Row row) {
        remembered.putIfAbsent(key, row);
    }

    @Nullable
    Row remembered(Bytes key) {
        return remembered.isEmpty() ? null : remembered.get(key);
    }

    boolean remembersNothing() {
        return remembered.isEmpty();
    }

    HeapTable.Range asRemembered(HeapTable.Range now) {
        if (remembered.isEmpty()) {
            return now;
        }
        List<HeapTable.Entry> before = new ArrayList<>();
        remembered.forEach((key, row) -> {
            if (Integer.compareUnsigned(key.hash(), now.first()) >= 0
                    && Integer.compareUnsigned(key.hash(), now.last()) <= 0) {
                before.add(new HeapTable.Entry(key, row));
            }
        });
        return new HeapTable.Range(now.first(), now.last(), true, SortedRows.overlay(now.rows(), before));
    }

    List<StateTimer<Bytes>> asRemembered(List<StateTimer<Bytes>> now, long beforeMillis) {
        if (remembered.isEmpty()) {
            return now;
        }
        List<StateTimer<Bytes>> due = new ArrayList<>();
        remembered.forEach((key, row) -> {
            if (row.isDue(beforeMillis)) {
                due.add(new StateTimer<>(key, row.timer()));
            }
        });
        return TimeIndex.overlay(now, remembered::containsKey, due);
    }

    @Override
    public Row get(Bytes key) {
        return state.get(key, this);
    }

    @Override
    public void prefetch(List<Bytes> keys) {
        state.prefetch(keys);
    }

    @Override
    public Cursor values() {
        return new Values();
    }

    @Override
    public List<StateTimer<Bytes>> timers(long beforeMillis) {
        return state.due(beforeMillis, this);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            state.closed(this);
        }
    }

    /** Goes from range to range, so that not more than one of them is copied at a time. */
    private final class Values implements Cursor {

        private static final long HASHES = 1L << Integer.SIZE;

        private Cursor rows = new ListedRows(List.of());
        private long nextHash;

        @Override
        public boolean next() {
            while (!rows.next()) {
                if (nextHash >= HASHES) {
                    return false;
                }
                HeapTable.Values range = state.values((int) nextHash, TieredSource.this);
                rows = range.rows();
                nextHash = Integer.toUnsignedLong(range.last()) + 1;
            }
            return true;
        }

        @Override
        public int compareKey(Bytes other) {
            return rows.compareKey(other);
        }

        @Override
        public Bytes key() {
            return rows.key();
        }

        @Override
        public Row row() {
            return rows.row();
        }
    }
}
