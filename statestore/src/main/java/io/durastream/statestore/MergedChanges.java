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

    private ByteBuffer records;
    /** The hash of the key, then where the change is: they sort by hash, and those of a key by age. */
    private long[] changes = new long[FIRST_CHANGES];

    private int size;

    /** @param capacity room for records, in bytes; a longer one gets more */
    MergedChanges(int capacity) {
        records = ByteBuffer.allocate(capacity);
    }

    boolean isEmpty() {
        return records.position() == 0;
    }

    boolean hasRoomFor(ByteBuffer record) {
        return isEmpty() || record.remaining() <= records.remaining();
    }

    /**
     * Adds a record, which there is room for and which is later than those before.
     *
     * @throws IllegalArgumentException when the bytes are no record of a changelog
     */
    void add(ByteBuffer record) {
        if (record.remaining() > records.remaining()) {
            records = ByteBuffer.allocate(record.remaining());
        }
        int from = records.position();
        records.put(record.duplicate());
        CommitCodec.forEachChange(records.duplicate().flip().position(from), this::add);
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
        ByteBuffer source = records.duplicate().flip();
        int averageBytes = source.limit() / Math.max(1, size);
        merge(source);
        target.expect(size, averageBytes);
        List<HeapTable.Entry> next = new ArrayList<>(CHANGES_AT_A_TIME);
        for (int i = 0; i < size; i++) {
            next.add(CommitCodec.change(source, (int) changes[i], hash(changes[i])));
            if (next.size() == CHANGES_AT_A_TIME) {
                target.apply(next, commit, false);
                next.clear();
            }
        }
        target.apply(next, commit, complete);
        records.clear();
        size = 0;
    }

    private void merge(ByteBuffer source) {
        // Takes little more than a look at each: the changes of a record are in order already.
        Arrays.sort(changes, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (isLast(source, i)) {
                changes[kept++] = changes[i];
            }
        }
        size = kept;
    }

    /** Whether no later change is of the same key. */
    private boolean isLast(ByteBuffer source, int change) {
        for (int later = change + 1; later < size && hash(changes[later]) == hash(changes[change]); later++) {
            if (CommitCodec.haveSameKey(source, (int) changes[change], (int) changes[later])) {
                return false;
            }
        }
        return true;
    }
}
