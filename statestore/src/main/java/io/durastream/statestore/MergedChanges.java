package io.durastream.statestore;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The changes of records of the changelog that follow each other as those of one record: of each key the last. They are merged
 * a range of hashes at a time, so that a range, and what it is applied to, is in the processor's cache meanwhile. Owned by one
 * thread.
 */
@SuppressWarnings("ByteBufferBackingArray") // as ChangeCursor demands
final class MergedChanges {

    private static final int CHANGES_AT_A_TIME = 1 << 12;
    private static final long HASHES = 1L << Integer.SIZE;

    /** What all records are a part of. */
    private ByteBuffer array = ByteBuffer.allocate(0);
    /** Those that are not at their end, each at the first change that was not applied. */
    private List<ChangeCursor> records = new ArrayList<>();

    private long count;
    private long bytes;
    /** The changes at hand: the hash of the key, then where the change is. So they sort by hash, and those of a key by age. */
    private long[] changes = new long[CHANGES_AT_A_TIME];

    private int size;

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Whether a record can be added: those before it are in the same array, and earlier. */
    boolean canTake(ByteBuffer record) {
        return isEmpty() || record.array() == array.array();
    }

    /**
     * Adds a record, which stays the caller's and must not be changed until it is applied.
     *
     * @throws IllegalArgumentException when the bytes are no record of a changelog
     */
    void add(ByteBuffer record) {
        ChangeCursor cursor = new ChangeCursor(record);
        if (cursor.next()) {
            array = ByteBuffer.wrap(record.array());
            records.add(cursor);
            count += cursor.count();
            bytes += record.remaining();
        }
    }

    /**
     * Applies all changes, and is empty then.
     *
     * @throws IllegalArgumentException when the bytes of a record are none
     */
    void applyTo(TieredState target, Lineage commit, boolean complete) {
        int ranges = Integer.highestOneBit((int) Math.max(1, count / CHANGES_AT_A_TIME));
        for (int i = 1; i <= ranges; i++) {
            take((int) (HASHES / ranges * i - 1));
            List<HeapTable.Entry> merged = merge();
            if (i == 1) {
                target.expect(merged.size() * ranges, (int) (bytes / Math.max(1, count)));
            }
            target.apply(merged, commit, complete && i == ranges);
        }
        count = 0;
        bytes = 0;
    }

    /** Takes the changes of keys with hashes up to {@code last}. */
    private void take(int last) {
        size = 0;
        records.removeIf(record -> !pass(record, last));
    }

    private boolean pass(ChangeCursor record, int last) {
        while (Integer.compareUnsigned(record.hash(), last) <= 0) {
            if (size == changes.length) {
                changes = Arrays.copyOf(changes, 2 * size);
            }
            changes[size++] = (long) (record.hash() ^ Integer.MIN_VALUE) << Integer.SIZE | record.at();
            if (!record.next()) {
                return false;
            }
        }
        return true;
    }

    private List<HeapTable.Entry> merge() {
        Arrays.sort(changes, 0, size);
        List<HeapTable.Entry> merged = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            if (isLast(i)) {
                merged.add(ChangeCursor.change(array, (int) changes[i], hash(i)));
            }
        }
        return merged;
    }

    private int hash(int change) {
        return (int) (changes[change] >>> Integer.SIZE) ^ Integer.MIN_VALUE;
    }

    /** Whether no later change is of the same key. */
    private boolean isLast(int change) {
        for (int later = change + 1; later < size && hash(later) == hash(change); later++) {
            if (ChangeCursor.haveSameKey(array, (int) changes[change], (int) changes[later])) {
                return false;
            }
        }
        return true;
    }
}
