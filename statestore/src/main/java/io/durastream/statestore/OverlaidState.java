package io.durastream.statestore;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A state as it looks with changes on top of it, in bytes. Owned by one thread, which may go on changing the changes:
 * iterators show what was there when they were made.
 */
final class OverlaidState implements AutoCloseable {

    private final Source source;
    private final Changes changes;
    /** The row that the source gave last: who reads a key often writes it next. */
    private @Nullable Bytes lastKey;

    private Row lastRow = Row.ABSENT;
    private boolean closed;

    OverlaidState(Source source, Changes changes) {
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

    void prefetch(List<Bytes> keys) {
        checkOpen();
        source.prefetch(keys);
    }

    /** All rows with a value; what is changed afterwards is not shown. */
    Source.Cursor values() {
        checkOpen();
        return changes.isEmpty()
                ? source.values()
                : new OverlaidRows(source.values(), changes.ordered().entries());
    }

    StateIterator<HeapTable.Entry> entries() {
        return new Entries(values());
    }

    StateIterator<StateTimer<Bytes>> expired(long beforeMillis) {
        checkOpen();
        List<StateTimer<Bytes>> timers =
                TimeIndex.overlay(source.timers(beforeMillis), changes::has, changes.due(beforeMillis));
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

    private final class Entries extends Guarded<HeapTable.Entry> {

        private final Source.Cursor rows;
        /** Whether the rows are at the next one already. */
        private boolean ahead;

        private boolean more;

        Entries(Source.Cursor rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            if (!ahead) {
                checkUsable();
                more = rows.next();
                ahead = true;
            }
            return more;
        }

        @Override
        public HeapTable.Entry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            checkUsable();
            ahead = false;
            Bytes key = rows.key();
            Row row = rows.row();
            lastKey = key;
            lastRow = row;
            return new HeapTable.Entry(key, row);
        }
    }
}
