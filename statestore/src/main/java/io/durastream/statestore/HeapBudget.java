package io.durastream.statestore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that the tables of all partitions may take together. What does not fit is evicted, from the largest tables first,
 * as far as it is in a RocksDB too. Thread-safe.
 */
final class HeapBudget {

    /** Each eviction frees this part of the budget beyond what is needed, so that not every row read causes one. */
    private static final int SLACK = 64;
    /** Pages are made for so many times what fits: an empty one takes about a hundredth of a full one. */
    private static final int PAGES_BEFOREHAND = 4;
    /** What the bytes of rows are divided by in a file, about. */
    private static final int COMPRESSION = 2;

    private final long limit;
    private final int pageBytes;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong dirty = new AtomicLong();
    private final List<TieredState> states = new CopyOnWriteArrayList<>();

    HeapBudget(long limit) {
        this(limit, HeapTable.PAGE_BYTES);
    }

    HeapBudget(long limit, int pageBytes) {
        this.limit = limit;
        this.pageBytes = pageBytes;
    }

    /** A table for a new state; who has it must {@link #add} itself. */
    HeapTable newTable() {
        return new HeapTable(true, pageBytes);
    }

    /**
     * A table over the rows of a RocksDB; who has it must {@link #add} itself. It has pages for these rows, none of which is
     * resident: who goes through all rows reads a page at a time. For many more than fit on the heap pages are larger.
     */
    HeapTable newTable(RocksInstance db) {
        HeapTable table = new HeapTable(false, pageBytes);
        long rows = Math.max(1, db.estimatedRows());
        long averageBytes = Math.min(COMPRESSION * db.fileBytes() / rows, HeapRow.LARGE_BYTES);
        long mostRows = PAGES_BEFOREHAND * limit / (Footprint.ROW + averageBytes);
        table.expect((int) Math.min(rows, Math.min(mostRows, Integer.MAX_VALUE)), (int) averageBytes);
        return table;
    }

    void add(TieredState state) {
        states.add(state);
    }

    void remove(TieredState state) {
        states.remove(state);
    }

    /**
     * A table has grown, or shrunk. Evicts what is too much.
     *
     * @param dirtyBytes by how much what cannot be evicted has
     */
    void changed(long bytes, long dirtyBytes) {
        dirty.addAndGet(dirtyBytes);
        long excess = used.addAndGet(bytes) - limit;
        if (bytes > 0 && excess > 0) {
            evict(excess + limit / SLACK);
        }
    }

    private void evict(long wanted) {
        List<TieredState> largestFirst = new ArrayList<>(states);
        largestFirst.sort(Comparator.comparingLong(TieredState::bytes).reversed());
        long missing = wanted;
        for (TieredState state : largestFirst) {
            if (missing <= 0) {
                return;
            }
            missing -= state.evict(missing);
        }
    }

    boolean hasRoom() {
        return used.get() < limit;
    }

    /**
     * Whether a table with this much that cannot be evicted should be written back at once: so much cannot be evicted
     * altogether that it would crowd out the rest, and this one has not less of it than others.
     */
    boolean isPressedBy(long dirtyBytes) {
        long all = dirty.get();
        return all > limit / 2 && dirtyBytes >= all / Math.max(1, states.size());
    }

    /** What the tables take now. */
    long used() {
        return used.get();
    }
}
