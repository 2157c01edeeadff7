package io.durastream.statestore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Rows and their index in one array: the memory of a {@link HeapPage}. It has a fixed capacity; who needs more copies the
 * rows to another one, and leaves behind what was overwritten. A row is named by its position, which stays the same until
 * it is put again; 0 is none.
 *
 * <pre>
 *  index entry (4) × a power of two | row | row | … | free
 * </pre>
 *
 * <p>The index is open addressing with linear probing. An entry is a position, and in the bits above those that a position
 * can have a tag made of the hash, so that hardly a row is looked at that is not the one that is looked for. An entry of 0
 * is free. One array and not two, because reading the length of another one would be another cache miss.
 */
final class HeapRows {

    private static final int MIN_ENTRIES = 8;
    private static final int GOLDEN_RATIO = 0x9E3779B1;
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private final byte[] data;
    private final int entries;
    private final int positionMask;
    private final LargeValues large = new LargeValues();
    private int end;
    private int size;
    private int liveSize;
    private long rowBytes;
    private long removedBytes;
    private long dirtyBytes;
    private long takenBytes;

    /** Empty, with room for so many rows of so many bytes altogether. */
    HeapRows(int rows, long bytes) {
        entries = entriesFor(rows);
        end = entries * Integer.BYTES;
        if (end + bytes > MAX_ARRAY) {
            throw new IllegalStateException("State keys of nearly the same hash need " + bytes
                    + " bytes together, of which one page can have 2 GiB; make the keys shorter");
        }
        data = new byte[end + (int) bytes];
        positionMask = (Integer.highestOneBit(data.length) << 1) - 1;
    }

    /** A power of two, of which three quarters suffice. */
    private static int entriesFor(int rows) {
        int enough = Math.max(MIN_ENTRIES, rows + rows / 3 + 1);
        return Integer.highestOneBit(enough - 1) << 1;
    }

    /** The position of the key's row. */
    int position(Bytes key) {
        return entry(find(key)) & positionMask;
    }

    /** The position of the row with the same key. */
    int position(StoredRow row) {
        return entry(find(row)) & positionMask;
    }

    /** Where the key is in the index, or would be. */
    private int find(Bytes key) {
        return find(key.hash(), key.array(), 0, key.array().length);
    }

    private int find(StoredRow row) {
        return find(row.hash(), row.data(), row.keyStart(), row.keyLength());
    }

    private int find(int hash, byte[] key, int from, int length) {
        int tag = tag(hash);
        int last = entries - 1;
        for (int i = hash & last; ; i = (i + 1) & last) {
            int entry = entry(i);
            boolean isTagged = (entry & ~positionMask) == tag;
            if (entry == 0 || (isTagged && HeapRow.hasKey(data, entry & positionMask, key, from, length))) {
                return i;
            }
        }
    }

    /** Reads where the hash is in the index. */
    int readIndex(int hash) {
        return entry(hash & (entries - 1));
    }

    /** Reads the row of the first key that may be one of this hash. */
    int readRow(int hash) {
        int tag = tag(hash);
        int last = entries - 1;
        int i = hash & last;
        while (entry(i) != 0 && (entry(i) & ~positionMask) != tag) {
            i = (i + 1) & last;
        }
        return data[entry(i) & positionMask];
    }

    private int entry(int i) {
        return (int) HeapRow.INT.get(data, i * Integer.BYTES);
    }

    private void setEntry(int i, int at) {
        HeapRow.INT.set(data, i * Integer.BYTES, tag(hash(at)) | at);
    }

    private int tag(int hash) {
        return (hash * GOLDEN_RATIO) & ~positionMask;
    }

    /**
     * Writes the row, over the key's earlier one where it fits there, and gives it these flags alone. False, and nothing was
     * done, where there is no room.
     */
    boolean put(Bytes key, Row row, int flags) {
        int found = find(key);
        int at = place(found, HeapRow.length(key, row));
        if (at == 0) {
            return false;
        }
        byte[] value = row.value();
        int number = value != null && HeapRow.isLarge(value) ? large.add(value) : 0;
        HeapRow.write(data, at, key, row, number, flags);
        setEntry(found, at);
        count(at, 1);
        return true;
    }

    /** The same with a row that lies in another array. */
    boolean put(StoredRow row, int flags) {
        int found = find(row);
        int length = row.length();
        int at = place(found, length);
        if (at == 0) {
            return false;
        }
        HeapRow.copy(row, length, data, at, flags);
        if (row.isLarge()) {
            HeapRow.setLarge(data, at, large.add(row.largeValue()));
        }
        setEntry(found, at);
        count(at, 1);
        return true;
    }

    /** Takes a row of the index away, if there is one; returns where its new one shall be, 0 if there is no room. */
    private int place(int found, long length) {
        int old = entry(found) & positionMask;
        boolean inPlace = old != 0 && length <= HeapRow.length(data, old);
        if (!inPlace && !hasRoom(length)) {
            return 0;
        }
        if (old == 0) {
            size++;
        } else {
            count(old, -1);
            if (has(old, HeapRow.LARGE)) {
                large.remove(HeapRow.large(data, old));
            }
        }
        if (inPlace) {
            return old;
        }
        int at = end;
        end += (int) length;
        return at;
    }

    private boolean hasRoom(long length) {
        return end + length <= data.length && size < entries / 4 * 3;
    }

    private byte[] largeValue(int at) {
        return large.get(HeapRow.large(data, at));
    }

    private void count(int at, int sign) {
        int length = sign * HeapRow.length(data, at);
        long beside = has(at, HeapRow.LARGE) ? sign * Footprint.of(largeValue(at)) : 0;
        rowBytes += length;
        if (HeapRow.isAbsent(data, at)) {
            removedBytes += length;
        } else {
            liveSize += sign;
        }
        if (has(at, HeapRow.DIRTY)) {
            dirtyBytes += length + beside;
        }
        if (has(at, HeapRow.TAKEN)) {
            takenBytes += length + beside;
        }
    }

    /** The rows that pass, with room for that many others. */
    HeapRows copy(IntPredicate which, int moreRows, long room) {
        int[] positions = positions(which);
        long bytes = 0;
        for (int at : positions) {
            bytes += HeapRow.length(data, at);
        }
        HeapRows copy = new HeapRows(positions.length + moreRows, bytes + room);
        for (int at : positions) {
            copy.adopt(this, at);
        }
        return copy;
    }

    private void adopt(HeapRows other, int from) {
        int length = HeapRow.length(other.data, from);
        int at = end;
        System.arraycopy(other.data, from, data, at, length);
        if (has(at, HeapRow.LARGE)) {
            HeapRow.setLarge(data, at, large.add(other.largeValue(from)));
        }
        int free = hash(at) & (entries - 1);
        while (entry(free) != 0) {
            free = (free + 1) & (entries - 1);
        }
        setEntry(free, at);
        end += length;
        size++;
        count(at, 1);
    }

    int[] positions(IntPredicate which) {
        int[] positions = new int[size];
        int found = 0;
        for (int i = 0; i < entries; i++) {
            int entry = entry(i);
            if (entry != 0 && which.test(entry & positionMask)) {
                positions[found++] = entry & positionMask;
            }
        }
        return Arrays.copyOf(positions, found);
    }

    /** The rows that pass, in order. */
    List<HeapTable.Entry> entries(IntPredicate which) {
        return inOrder(positions(which));
    }

    private List<HeapTable.Entry> inOrder(int[] positions) {
        RowOrder.sort(data, positions);
        List<HeapTable.Entry> found = new ArrayList<>(positions.length);
        for (int at : positions) {
            found.add(new HeapTable.Entry(HeapRow.key(data, at), row(at)));
        }
        return found;
    }

    /** The rows that have a value. */
    PageCopy copyOfValues() {
        int[] positions = positions(at -> has(at, HeapRow.VALUE));
        RowArray copy = copyOfArray();
        copy.sort(positions);
        return new PageCopy(copy.data(), copy.large(), positions);
    }

    /** Where the rows lie; it changes with them. */
    RowArray array() {
        return new RowArray(data, large);
    }

    /** The rows as they are now, at the same positions. */
    RowArray copyOfArray() {
        return new RowArray(Arrays.copyOf(data, end), large.copy());
    }

    /** The rows of keys with this hash. */
    List<HeapTable.Entry> withHash(int hash) {
        int tag = tag(hash);
        int last = entries - 1;
        int[] found = new int[0];
        for (int i = hash & last; entry(i) != 0; i = (i + 1) & last) {
            int at = entry(i) & positionMask;
            if ((entry(i) & ~positionMask) == tag && hash(at) == hash) {
                found = Arrays.copyOf(found, found.length + 1);
                found[found.length - 1] = at;
            }
        }
        return inOrder(found);
    }

    Row row(int at) {
        return HeapRow.row(data, at, large);
    }

    int hash(int at) {
        return HeapRow.hash(data, at);
    }

    boolean isAbsent(int at) {
        return HeapRow.isAbsent(data, at);
    }

    boolean has(int at, int flags) {
        return HeapRow.has(data, at, flags);
    }

    /** Sets the flag, which is not one of {@link HeapRow#PINNED}. */
    void mark(int at, int flag) {
        HeapRow.change(data, at, 0, flag);
    }

    void unmark(int at, int flag) {
        HeapRow.change(data, at, flag, 0);
    }

    /**
     * Says of the dirty rows that they are taken.
     *
     * @param all whether the positions of all rows are wanted, but for removed ones that are clean; otherwise of the dirty ones
     */
    int[] take(boolean all) {
        int[] positions = new int[size];
        int found = 0;
        for (int i = 0; i < entries; i++) {
            int at = entry(i) & positionMask;
            if (at != 0) {
                boolean dirty = has(at, HeapRow.DIRTY);
                if (dirty) {
                    HeapRow.change(data, at, HeapRow.DIRTY, HeapRow.TAKEN);
                }
                if (dirty || (all && !isAbsent(at))) {
                    positions[found++] = at;
                }
            }
        }
        takenBytes += dirtyBytes;
        dirtyBytes = 0;
        return Arrays.copyOf(positions, found);
    }

    /** Says of the taken rows that they are taken no more. */
    void releaseTaken() {
        for (int i = 0; i < entries; i++) {
            int at = entry(i) & positionMask;
            if (at != 0) {
                unmark(at, HeapRow.TAKEN);
            }
        }
        takenBytes = 0;
    }

    /** Rows, removed ones included. */
    int size() {
        return size;
    }

    /** Rows of keys that exist. */
    int liveSize() {
        return liveSize;
    }

    /** Of heap, of all arrays that it refers to. */
    long bytes() {
        return Footprint.of(data) + large.bytes();
    }

    /** Of the array of rows and index. */
    int capacity() {
        return data.length;
    }

    /** Of these, what was overwritten. */
    long garbage() {
        return end - entries * Integer.BYTES - rowBytes;
    }

    /** Of these, the rows. */
    long rowBytes() {
        return rowBytes;
    }

    /** Of rows of removed keys. */
    long removedBytes() {
        return removedBytes;
    }

    /** Of rows, their large values included. */
    long contentBytes() {
        return rowBytes + large.valueBytes();
    }

    /** Of rows, their large values included, that are {@link HeapRow#DIRTY}. */
    long dirtyBytes() {
        return dirtyBytes;
    }

    /** Of rows, their large values included, that are {@link HeapRow#TAKEN}. */
    long takenBytes() {
        return takenBytes;
    }
}
