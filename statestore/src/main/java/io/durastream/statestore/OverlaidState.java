package io.durastream.statestore;

import io.durastream.statestore.Source.Cursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A state as it looks with changes on top of it, in bytes. Owned by one thread, which may go on changing the changes:
 * iterators show what was there when they were made.
 */
final class OverlaidState implements AutoCloseable {

    private final Source source;
    private final Map<Bytes, Change> changes;
    private final List<Cursor> cursors = new ArrayList<>();
    private boolean closed;

    OverlaidState(Source source, Map<Bytes, Change> changes) {
        this.source = source;
        this.changes = changes;
    }

    byte @Nullable [] get(Bytes key) {
        checkOpen();
        Change change = changes.get(key);
        return change != null && change.touchesValue() ? change.resultingValue() : source.get(key.array());
    }

    StateIterator<Map.Entry<Bytes, byte[]>> entries() {
        checkOpen();
        List<Map.Entry<Bytes, Change>> changed = new ArrayList<>();
        for (Map.Entry<Bytes, Change> entry : changes.entrySet()) {
            if (entry.getValue().touchesValue()) {
                changed.add(Map.entry(entry.getKey(), entry.getValue()));
            }
        }
        changed.sort(Map.Entry.comparingByKey(OverlaidState::compareRows));
        return new Entries(register(source.values()), changed.iterator());
    }

    StateIterator<StateTimer<Bytes>> expired(long beforeMillis) {
        checkOpen();
        Set<Bytes> overlaid = new HashSet<>();
        List<StateTimer<Bytes>> set = new ArrayList<>();
        for (Map.Entry<Bytes, Change> entry : changes.entrySet()) {
            Change change = entry.getValue();
            if (change.touchesTimer()) {
                overlaid.add(entry.getKey());
                if (change.timerChange() == Change.Kind.SET && change.timer() < beforeMillis) {
                    set.add(new StateTimer<>(entry.getKey(), change.timer()));
                }
            }
        }
        set.sort(Timers.ORDER);
        return new Timers(register(source.timers(beforeMillis)), overlaid, set.iterator());
    }

    /** As RocksDB orders. */
    private static int compareRows(Bytes one, Bytes other) {
        return Arrays.compareUnsigned(one.array(), other.array());
    }

    private Cursor register(Cursor cursor) {
        cursors.add(cursor);
        return cursor;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("This state was closed; nothing can be read from it any more");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            cursors.forEach(Cursor::close);
            cursors.clear();
            source.close();
        }
    }

    /** Finds the next element ahead of time, and guards against use after the end of its native memory. */
    private abstract class Merged<T> implements StateIterator<T> {

        final Cursor rows;
        private @Nullable T next;
        private boolean started;

        Merged(Cursor rows) {
            this.rows = rows;
        }

        abstract @Nullable T advance();

        @Override
        public boolean hasNext() {
            if (!started) {
                started = true;
                next = readNext();
            }
            return next != null;
        }

        @Override
        public T next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            T result = next;
            next = readNext();
            return result;
        }

        private @Nullable T readNext() {
            if (!cursors.contains(rows)) {
                throw new IllegalStateException("This iterator was closed, or its transaction was");
            }
            return advance();
        }

        @Override
        public void close() {
            if (cursors.remove(rows)) {
                rows.close();
            }
        }
    }

    private final class Entries extends Merged<Map.Entry<Bytes, byte[]>> {

        private final Iterator<Map.Entry<Bytes, Change>> changed;
        private Map.@Nullable Entry<Bytes, Change> change;

        Entries(Cursor rows, Iterator<Map.Entry<Bytes, Change>> changed) {
            super(rows);
            this.changed = changed;
            this.change = nextChange();
        }

        private Map.@Nullable Entry<Bytes, Change> nextChange() {
            return changed.hasNext() ? changed.next() : null;
        }

        @Override
        Map.@Nullable Entry<Bytes, byte[]> advance() {
            while (rows.isValid() || change != null) {
                Map.Entry<Bytes, byte[]> found = rows.isValid() ? rowOrChange() : takeChange();
                if (found != null) {
                    return found;
                }
            }
            return null;
        }

        private Map.@Nullable Entry<Bytes, byte[]> rowOrChange() {
            Bytes key = new Bytes(rows.key());
            int order = change == null ? -1 : compareRows(key, change.getKey());
            if (order < 0) {
                Map.Entry<Bytes, byte[]> row = Map.entry(key, rows.value());
                rows.next();
                return row;
            }
            if (order == 0) {
                rows.next();
            }
            return takeChange();
        }

        /** Null where the change removed the key. */
        private Map.@Nullable Entry<Bytes, byte[]> takeChange() {
            Map.Entry<Bytes, Change> taken = change;
            change = nextChange();
            byte[] value = taken == null ? null : taken.getValue().resultingValue();
            return taken == null || value == null ? null : Map.entry(taken.getKey(), value);
        }
    }

    private final class Timers extends Merged<StateTimer<Bytes>> {

        static final Comparator<StateTimer<Bytes>> ORDER = Comparator.<StateTimer<Bytes>>comparingLong(
                        StateTimer::millis)
                .thenComparing(StateTimer::key, OverlaidState::compareRows);

        private final Set<Bytes> overlaid;
        private final Iterator<StateTimer<Bytes>> set;
        private @Nullable StateTimer<Bytes> change;

        Timers(Cursor rows, Set<Bytes> overlaid, Iterator<StateTimer<Bytes>> set) {
            super(rows);
            this.overlaid = overlaid;
            this.set = set;
            this.change = nextChange();
        }

        private @Nullable StateTimer<Bytes> nextChange() {
            return set.hasNext() ? set.next() : null;
        }

        @Override
        @Nullable
        StateTimer<Bytes> advance() {
            StateTimer<Bytes> row = row();
            StateTimer<Bytes> changed = change;
            if (changed != null && (row == null || ORDER.compare(changed, row) < 0)) {
                change = nextChange();
                return changed;
            }
            if (row != null) {
                rows.next();
            }
            return row;
        }

        /** The next row that no change overlays. */
        private @Nullable StateTimer<Bytes> row() {
            while (rows.isValid()) {
                Bytes key = new Bytes(rows.key());
                if (!overlaid.contains(key)) {
                    return new StateTimer<>(key, rows.time());
                }
                rows.next();
            }
            return null;
        }
    }
}
