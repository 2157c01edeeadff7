package io.durastream.statestore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A state as it looks with changes on top of it, in bytes. Owned by one thread, which may go on changing the changes:
 * iterators show what was there when they were made.
 */
final class OverlaidState implements AutoCloseable {

    private final Source source;
    private final Map<Bytes, Row> changes;
    /** The row that the source gave last: who reads a key often writes it next. */
    private @Nullable Bytes lastKey;

    private Row lastRow = Row.ABSENT;
    private boolean closed;

    OverlaidState(Source source, Map<Bytes, Row> changes) {
        this.source = source;
        this.changes = changes;
    }

    Row get(Bytes key) {
        checkOpen();
        Row change = changes.get(key);
        if (change != null) {
            return change;
        }
        if (lastKey == null || !lastKey.equals(key)) {
            lastRow = source.get(key);
            lastKey = key;
        }
        return lastRow;
    }

    StateIterator<HeapTable.Entry> entries() {
        checkOpen();
        List<HeapTable.Entry> changed = new ArrayList<>();
        changes.forEach((key, row) -> changed.add(new HeapTable.Entry(key, row)));
        changed.sort(Comparator.comparing(HeapTable.Entry::key));
        return new Entries(source.values(), changed.iterator());
    }

    StateIterator<StateTimer<Bytes>> expired(long beforeMillis) {
        checkOpen();
        List<StateTimer<Bytes>> timers = TimeIndex.overlay(source.timers(beforeMillis), changes, beforeMillis);
        return new Listed<>(timers.iterator());
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
            source.close();
        }
    }

    /** Guards against use after the end. */
    private abstract class Guarded<T> implements StateIterator<T> {

        private boolean ended;

        final void checkUsable() {
            if (closed || ended) {
                throw new IllegalStateException("This iterator was closed, or its transaction was");
            }
        }

        @Override
        public void close() {
            ended = true;
        }
    }

    private final class Listed<T> extends Guarded<T> {

        private final Iterator<T> elements;

        Listed(Iterator<T> elements) {
            this.elements = elements;
        }

        @Override
        public boolean hasNext() {
            return elements.hasNext();
        }

        @Override
        public T next() {
            checkUsable();
            return elements.next();
        }
    }

    /** Merges what the source has with what was changed, and finds the next entry ahead of time. */
    private final class Entries extends Guarded<HeapTable.Entry> {

        private final Source.Cursor rows;
        private final Iterator<HeapTable.Entry> changed;
        private HeapTable.@Nullable Entry row;
        private HeapTable.@Nullable Entry change;
        private HeapTable.@Nullable Entry next;
        private boolean started;

        Entries(Source.Cursor rows, Iterator<HeapTable.Entry> changed) {
            this.rows = rows;
            this.changed = changed;
        }

        @Override
        public boolean hasNext() {
            if (!started) {
                checkUsable();
                started = true;
                row = rows.next();
                change = nextChange();
                next = advance();
            }
            return next != null;
        }

        @Override
        public HeapTable.Entry next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            checkUsable();
            HeapTable.Entry result = next;
            lastKey = result.key();
            lastRow = result.row();
            next = advance();
            return result;
        }

        private HeapTable.@Nullable Entry nextChange() {
            return changed.hasNext() ? changed.next() : null;
        }

        private HeapTable.@Nullable Entry advance() {
            while (row != null || change != null) {
                int order = order();
                HeapTable.Entry first = order < 0 ? row : change;
                if (order <= 0) {
                    row = rows.next();
                }
                if (order >= 0) {
                    change = nextChange();
                }
                if (first != null && first.row().value() != null) {
                    return first;
                }
            }
            return null;
        }

        private int order() {
            if (change == null) {
                return -1;
            }
            return row == null ? 1 : row.key().compareTo(change.key());
        }
    }
}
