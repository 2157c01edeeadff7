package io.durastream.statestore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One content of a state in two tiers: rows on the heap, which are newer or just at hand, over a RocksDB that has all others.
 * Changes go to the heap; a {@link WriteBack} brings the RocksDB up to date; rows that are in the RocksDB too leave the heap
 * when the budget is used up. Thread-safe; who reads is not affected by changes made later.
 */
final class TieredState {

    private final RocksInstance db;
    private final HeapBudget budget;
    private final ReentrantLock lock = new ReentrantLock();
    private final HeapTable table;
    private final TimeIndex times = new TimeIndex();
    private final List<TieredSource> readers = new ArrayList<>();
    private Span content;
    // Written under the lock; read without it by whoever looks for the largest table.
    private volatile long bytes;
    private long dirtyBytes;
    private @Nullable WriteBack writeBack;
    private boolean released;

    TieredState(RocksInstance db, HeapBudget budget) {
        this.db = db;
        this.budget = budget;
        this.content = db.content();
        this.table = content.equals(Span.EMPTY) ? budget.newTable() : budget.newTable(db);
        budget.add(this);
    }

    RocksInstance db() {
        return db;
    }

    /** What both tiers together hold; from and to differ while a commit is only partly applied. */
    Span content() {
        lock.lock();
        try {
            return content;
        } finally {
            lock.unlock();
        }
    }

    /** Prepares for so many changes of this size that will be applied in the order of their keys, a few at a time. */
    void expect(int changes, int averageBytes) {
        lock.lock();
        try {
            table.expect(changes, averageBytes);
            settle();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Applies changes of a commit, or of several in a row.
     *
     * @param changes in the order of their keys
     * @param commit the last of them
     * @param complete whether no more changes of this commit follow
     */
    void apply(List<HeapTable.Entry> changes, Lineage commit, boolean complete) {
        lock.lock();
        try {
            if (!readers.isEmpty()) {
                for (HeapTable.Entry change : changes) {
                    Row before = current(change.key());
                    readers.forEach(reader -> reader.remember(change.key(), before));
                }
            }
            table.putAll(changes);
            for (HeapTable.Entry change : changes) {
                if (change.row().timed()) {
                    times.set(change.row().timer(), change.key().hash());
                }
            }
            content = new Span(complete ? commit : content.from(), commit, content.files());
            settle();
        } finally {
            lock.unlock();
        }
    }

    /** Applies all changes of a commit. */
    void apply(OrderedRows changes, Lineage commit) {
        lock.lock();
        try {
            if (!readers.isEmpty()) {
                changes.entries().forEach(change -> {
                    Row before = current(change.key());
                    readers.forEach(reader -> reader.remember(change.key(), before));
                });
            }
            table.putAll(changes);
            for (int i = 0; i < changes.size(); i++) {
                StoredRow row = changes.get(i);
                if (row.timed()) {
                    times.set(row.timer(), row.hash());
                }
            }
            content = new Span(commit, commit, content.files());
            settle();
        } finally {
            lock.unlock();
        }
    }

    /** Opens it for reading, as it is now. Counts as a use until it is closed. */
    Source open() {
        lock.lock();
        try {
            db.retain();
            TieredSource reader = new TieredSource(this);
            readers.add(reader);
            return reader;
        } finally {
            lock.unlock();
        }
    }

    void closed(TieredSource reader) {
        lock.lock();
        try {
            readers.remove(reader);
        } finally {
            lock.unlock();
        }
        db.release();
    }

    /** Says which keys are got next. */
    void prefetch(List<Bytes> keys) {
        lock.lock();
        try {
            table.prefetch(keys);
        } finally {
            lock.unlock();
        }
    }

    /** The row of a key now, or as the reader remembers it. */
    Row get(Bytes key, TieredSource reader) {
        lock.lock();
        try {
            Row remembered = reader.remembered(key);
            return remembered == null ? current(key) : remembered;
        } finally {
            lock.unlock();
        }
    }

    private Row current(Bytes key) {
        Row row = table.get(key);
        if (row == null) {
            row = db.get(key);
            table.fill(key, row);
            settle();
        }
        return row;
    }

    /** All values of a range of hashes that contains this one, now or as the reader remembers them. */
    HeapTable.Values values(int hash, TieredSource reader) {
        lock.lock();
        try {
            HeapTable.Values values = reader.remembersNothing() ? table.values(hash) : null;
            return values == null ? listed(hash, reader) : values;
        } finally {
            lock.unlock();
        }
    }

    private HeapTable.Values listed(int hash, TieredSource reader) {
        HeapTable.Range resident = table.range(hash);
        HeapTable.Range whole = resident.complete() ? resident : readIn(resident);
        HeapTable.Range range = reader.asRemembered(whole);
        return new HeapTable.Values(range.last(), new ListedRows(range.rows()));
    }

    private HeapTable.Range readIn(HeapTable.Range resident) {
        boolean keep = budget.hasRoom();
        List<HeapTable.Entry> rows = new ArrayList<>();
        db.scan(resident.first(), resident.last(), (key, row) -> {
            rows.add(new HeapTable.Entry(key, row));
            if (keep) {
                table.fill(key, row);
            }
        });
        if (keep) {
            table.completed(resident.first(), resident.last());
            settle();
        }
        return new HeapTable.Range(resident.first(), resident.last(), true, SortedRows.overlay(rows, resident.rows()));
    }

    /** The timers before a time, now or as the reader remembers them. */
    List<StateTimer<Bytes>> due(long beforeMillis, TieredSource reader) {
        lock.lock();
        try {
            return reader.asRemembered(times.due(beforeMillis, db, this::withHash), beforeMillis);
        } finally {
            lock.unlock();
        }
    }

    private List<HeapTable.Entry> withHash(int hash) {
        List<HeapTable.Entry> resident = table.withHash(hash);
        if (table.isComplete(hash)) {
            return resident;
        }
        List<HeapTable.Entry> rows = new ArrayList<>();
        db.scan(hash, hash, (key, row) -> rows.add(new HeapTable.Entry(key, row)));
        return SortedRows.overlay(rows, resident);
    }

    private void settle() {
        if (released) {
            return;
        }
        long now = table.bytes();
        long dirtyNow = table.dirtyBytes();
        long growth = now - bytes;
        long dirtyGrowth = dirtyNow - dirtyBytes;
        bytes = now;
        dirtyBytes = dirtyNow;
        budget.changed(growth, dirtyGrowth);
    }

    long bytes() {
        return bytes;
    }

    /** Frees up to so many bytes, unless somebody else is at work here just now. Returns how many. */
    long evict(long wanted) {
        if (!lock.tryLock()) {
            return 0;
        }
        try {
            long freed = table.evict(wanted);
            settle();
            return freed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether changes should be written back at once, for the budget's sake. */
    boolean isPressed() {
        lock.lock();
        try {
            return budget.isPressedBy(table.dirtyBytes());
        } finally {
            lock.unlock();
        }
    }

    /** Begins to bring the RocksDB up to what the content is now, or goes on with what was begun. */
    WriteBack writeBack() throws IOException {
        lock.lock();
        try {
            if (writeBack == null) {
                RowsFile file = db.newFile();
                times.beginWriting();
                writeBack = new WriteBack(this, file, content.from(), table.isMostlyDirty());
            }
            return writeBack;
        } finally {
            lock.unlock();
        }
    }

    /** The changed rows of a range of hashes that contains this one; all of its rows if they are wanted and at hand. */
    HeapTable.Taken take(int hash, boolean all) {
        lock.lock();
        try {
            return table.take(hash, all);
        } finally {
            lock.unlock();
        }
    }

    /** Gives the RocksDB a file that has all rows. */
    void replaceRows(RowsFile file) {
        lock.lock();
        try {
            db.dropRows();
            file.ingest();
        } finally {
            lock.unlock();
        }
    }

    /** What a write-back that has written all rows has to write at its end. */
    WriteBack.End endOfWriteBack(Lineage from) {
        lock.lock();
        try {
            List<byte[]> deleted = new ArrayList<>();
            Span written = new Span(from, content.to(), content.files() + 1);
            return new WriteBack.End(times.leftToWrite(deleted), deleted, written);
        } finally {
            lock.unlock();
        }
    }

    void wroteBack(Span written, List<byte[]> timerRows) {
        lock.lock();
        try {
            writeBack = null;
            content = new Span(content.from(), content.to(), written.files());
            table.releaseTaken();
            times.written(timerRows);
            settle();
        } finally {
            lock.unlock();
        }
    }

    /** Gives up its part of the budget; readers may go on, and the RocksDB is closed with the last one. */
    void release() {
        WriteBack unfinished;
        lock.lock();
        try {
            released = true;
            budget.remove(this);
            budget.changed(-bytes, -dirtyBytes);
            unfinished = writeBack;
        } finally {
            lock.unlock();
        }
        if (unfinished != null) {
            unfinished.abandon();
        }
        db.release();
    }
}
