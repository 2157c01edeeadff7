package io.durastream.statestore;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The changes of commits that follow each other as those of one commit: of each key the last. They stay as they are in the
 * records of the changelog until they are handed out. Owned by one thread.
 */
final class MergedChanges {

    private static final int FIRST_CHANGES = 1 << 10;
    /** So few that they are in the processor's cache from being made until they are applied. */
    private static final int CHANGES_AT_A_TIME = 1 << 12;

    /** What records are a part of; only read while there are changes. */
    private ByteBuffer records = ByteBuffer.allocate(0);
    /** The hash of the key, then where the change is: they sort by hash, and those of a key by age. */
    private long[] changes = new long[FIRST_CHANGES];

    private int size;
    private long bytes;

    boolean isEmpty() {
        return bytes == 0;
    }

    /** Whether a record can be added: those before it are in the same array, and earlier. */
    boolean canTake(ByteBuffer record) {
        return isEmpty() || record.array() == records.array();
    }

    /**
     * Adds a record, which stays the caller's and must not be changed until the changes are applied.
     *
     * @throws IllegalArgumentException when the bytes are no record of a changelog
     */
    void add(ByteBuffer record) {
        records = ByteBuffer.wrap(record.array());
        bytes += record.remaining();
        CommitCodec.forEachChange(record, this::add);
    }

    private void add(int at, int hash) {
        if (size == changes.length) {
            changes = Arrays.copyOf(changes, 2 * size);
        }
        changes[size++] = (long) (hash ^ Integer.MIN_VALUE) << Integer.SIZE | at;
    }

    private static int hash(long change) {
        return (int) (change >>> Integer.SIZE) ^ Integer.MIN_VALUE;
    }

    /** Applies all changes, and is empty then. */
    void applyTo(TieredState target, Lineage commit, boolean complete) {
        int averageBytes = (int) (bytes / Math.max(1, size));
        merge();
        target.expect(size, averageBytes);
        List<HeapTable.Entry> next = new ArrayList<>(CHANGES_AT_A_TIME);
        for (int i = 0; i < size; i++) {
            next.add(CommitCodec.change(records, (int) changes[i], hash(changes[i])));
            if (next.size() == CHANGES_AT_A_TIME) {
                target.apply(next, commit, false);
                next.clear();
            }
        }
        target.apply(next, commit, complete);
        size = 0;
        bytes = 0;
    }

    private void merge() {
        // Takes little more than a look at each: the changes of a record are in order already.
        Arrays.sort(changes, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (isLast(i)) {
                changes[kept++] = changes[i];
            }
        }
        size = kept;
    }

    /** Whether no later change is of the same key. */
    private boolean isLast(int change) {
        for (int later = change + 1; later < size && hash(changes[later]) == hash(changes[change]); later++) {
            if (CommitCodec.haveSameKey(records, (int) changes[change], (int) changes[later])) {
                return false;
            }
        }
        return true;
    }
}
