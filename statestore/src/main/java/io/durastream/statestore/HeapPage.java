package io.durastream.statestore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The resident rows of a range of hashes: those that begin with the same {@code depth} bits as {@code first}.
 *
 * <p>Rows that were taken are pinned until the table's next release. The page is not told: it remembers in which release
 * of the table it was last taken from, and settles the matter when it is next asked.
 */
final class HeapPage {

    /** Of what is overwritten in the array of rows, that part at most. */
    private static final int GARBAGE_PART = 4;

    private static final int GROWTH_PART = 4;
    private static final int MIN_GROWTH = 128;
    /** What is put at once leaves less room: it may be all that there is. */
    private static final int BULK_GROWTH_PART = 8;

    private final int first;
    private final int depth;
    private boolean complete;
    private long takenIn;
    private HeapRows rows;

    /** The page of all hashes, empty. */
    HeapPage(boolean complete) {
        this(0, 0, complete, 0, new HeapRows(0, 0));
    }

    private HeapPage(int first, int depth, boolean complete, long takenIn, HeapRows rows) {
        this.first = first;
        this.depth = depth;
        this.complete = complete;
        this.takenIn = takenIn;
        this.rows = rows;
    }

    int first() {
        return first;
    }

    int last() {
        return first | (int) (0xFFFF_FFFFL >>> depth);
    }

    int depth() {
        return depth;
    }

    @Nullable
    Row get(Bytes key) {
        int at = rows.position(key);
        if (at == 0) {
            return complete ? Row.ABSENT : null;
        }
        if (!rows.has(at, HeapRow.USED)) {
            rows.mark(at, HeapRow.USED);
        }
        return rows.row(at);
    }

    /** Reads where {@link #get} begins to look in the index. */
    int readIndex(int hash) {
        return rows.readIndex(hash);
    }

    /** Reads the row that stands there, most often the one that is looked for. */
    int readRow(int hash) {
        return rows.readRow(hash);
    }

    void put(Bytes key, Row row) {
        if (row.isAbsent() && complete && rows.position(key) == 0) {
            return;
        }
        write(key, row, HeapRow.DIRTY | HeapRow.USED);
        if (isTooMuch(rows.garbage())) {
            compact();
        }
    }

    /** Puts rows with room for all of them from the first that does not fit. */
    void putAll(List<HeapTable.Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            Bytes key = entries.get(i).key();
            Row row = entries.get(i).row();
            if (row.isAbsent() && complete && rows.position(key) == 0) {
                continue;
            }
            if (!rows.put(key, row, HeapRow.DIRTY | HeapRow.USED)) {
                rows = withRoomFor(entries.subList(i, entries.size()));
                write(key, row, HeapRow.DIRTY | HeapRow.USED);
            }
        }
        if (isTooMuch(rows.garbage())) {
            compact();
        }
    }

    /** Puts some of these rows, with room for all of them from the first that does not fit. */
    void putAll(OrderedRows changes, int from, int to) {
        for (int i = from; i < to; i++) {
            StoredRow row = changes.get(i);
            if (row.isAbsent() && complete && rows.position(row) == 0) {
                continue;
            }
            if (!rows.put(row, HeapRow.DIRTY | HeapRow.USED)) {
                rows = rows.copy(this::isNeeded, to - i, Math.max(changes.bytes(i, to), growth()));
                rows.put(row, HeapRow.DIRTY | HeapRow.USED);
            }
        }
        if (isTooMuch(rows.garbage())) {
            compact();
        }
    }

    private HeapRows withRoomFor(List<HeapTable.Entry> more) {
        long bytes = 0;
        for (HeapTable.Entry entry : more) {
            bytes += HeapRow.length(entry.key(), entry.row());
        }
        return rows.copy(this::isNeeded, more.size(), Math.max(bytes + bytes / BULK_GROWTH_PART, growth()));
    }

    void fill(Bytes key, Row row) {
        if (!row.isAbsent() && rows.position(key) == 0) {
            write(key, row, 0);
        }
    }

    private void write(Bytes key, Row row, int flags) {
        if (!rows.put(key, row, flags)) {
            rows = rows.copy(this::isNeeded, 1, HeapRow.length(key, row) + growth());
            if (!rows.put(key, row, flags)) {
                throw new IllegalStateException("A page has no room for the row that it was made larger for");
            }
        }
    }

    private long growth() {
        return Math.max(MIN_GROWTH, rows.rowBytes() / GROWTH_PART);
    }

    private boolean isTooMuch(long waste) {
        return waste > rows.capacity() / GARBAGE_PART;
    }

    private void compact() {
        rows = rows.copy(this::isNeeded, 0, 0);
    }

    /** Not so: what was evicted, and that a key is removed which RocksDB does not have any more. */
    private boolean isNeeded(int at) {
        return !rows.has(at, HeapRow.EVICTED) && !(rows.isAbsent(at) && !rows.has(at, HeapRow.PINNED));
    }

    HeapTable.Range range() {
        return range(rows.entries(at -> !complete || !rows.isAbsent(at)));
    }

    private HeapTable.Range range(List<HeapTable.Entry> entries) {
        return new HeapTable.Range(first, last(), complete, entries);
    }

    PageCopy copyOfValues() {
        return rows.copyOfValues();
    }

    List<HeapTable.Entry> withHash(int hash) {
        return rows.withHash(hash);
    }

    void complete() {
        complete = true;
    }

    boolean isComplete() {
        return complete;
    }

    /** @param all whether clean rows are wanted too */
    OrderedRows take(long release, boolean all) {
        if (rows.dirtyBytes() == 0 && !all) {
            settle(release);
            return OrderedRows.none();
        }
        // Before anything else: it reads from the beginning to the end, where nothing waits for memory.
        RowArray copy = rows.copyOfArray();
        unpin(release);
        int[] taken = rows.take(all);
        takenIn = release;
        compactIfWorthwhile();
        return OrderedRows.of(copy, taken);
    }

    private void settle(long release) {
        if (unpin(release)) {
            compactIfWorthwhile();
        }
    }

    /** Says of rows that were taken before this release that they are not taken any more. Returns whether there were any. */
    private boolean unpin(long release) {
        if (rows.takenBytes() == 0 || takenIn == release) {
            return false;
        }
        rows.releaseTaken();
        return true;
    }

    private void compactIfWorthwhile() {
        if (isTooMuch(rows.garbage() + rows.removedBytes())) {
            compact();
        }
    }

    /** Evicts what is neither pinned nor used since the last sweep. Returns the bytes freed. */
    long sweep(long release) {
        long before = rows.bytes();
        settle(release);
        if (rows.contentBytes() > rows.dirtyBytes() + rows.takenBytes()) {
            boolean evicts = false;
            for (int at : rows.positions(at -> !rows.has(at, HeapRow.PINNED) && !rows.isAbsent(at))) {
                if (rows.has(at, HeapRow.USED)) {
                    rows.unmark(at, HeapRow.USED);
                } else {
                    complete = false;
                    evicts = true;
                    rows.mark(at, HeapRow.EVICTED);
                }
            }
            if (evicts) {
                compact();
            }
        }
        return before - rows.bytes();
    }

    /** Its two halves; it must not be used any more. */
    List<HeapPage> split() {
        int bit = Integer.MIN_VALUE >>> depth;
        return List.of(half(first, bit, 0), half(first | bit, bit, bit));
    }

    private HeapPage half(int halfFirst, int bit, int side) {
        HeapRows half = rows.copy(at -> isNeeded(at) && (rows.hash(at) & bit) == side, 0, 0);
        return new HeapPage(halfFirst, depth + 1, complete, takenIn, half);
    }

    /** Rows, removed ones included. */
    int size() {
        return rows.size();
    }

    int liveSize() {
        return rows.liveSize();
    }

    long bytes() {
        return Footprint.PAGE + rows.bytes();
    }

    long dirtyBytes() {
        return rows.dirtyBytes();
    }

    /** Of rows that were taken and not released. */
    long takenBytes(long release) {
        return takenIn == release ? rows.takenBytes() : 0;
    }
}
