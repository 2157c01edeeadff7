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

    /** A table; who has it must {@link #add} itself. */
    HeapTable newTable(boolean complete) {
        return new HeapTable(complete, pageBytes);
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
