package io.durastream.statestore;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a state partition that are resident on the heap, serialized, in few arrays whatever their number: an
 * extendible hash table. A directory, indexed by the first bits of a key's hash, leads to pages; a page that gets too full
 * is split in two by the next bit, so that never more than a page of rows is moved at once. The pages, in the order of the
 * directory, are ranges of the order of keys.
 *
 * <p>A row is <em>dirty</em> from being put until it is taken, then <em>taken</em> until the next release, then it may be
 * evicted. A page is <em>complete</em> where all rows that its range has anywhere are resident.
 *
 * <p>Not thread-safe: its owner locks. Keys and values that are handed in or out are shared with the table and must not be
 * modified.
 */
final class HeapTable {

    /** A row and whose it is. */
    record Entry(Bytes key, Row row) {}

    /**
     * Rows of the hashes from {@code first} to {@code last}, both included, unsigned.
     *
     * @param complete whether what is not in the table does not exist
     * @param rows in the order of keys
     */
    record Range(int first, int last, boolean complete, List<Entry> rows) {}

    /**
     * Changed rows of the hashes from {@code first} to {@code last}, both included, unsigned.
     *
     * @param all whether all others are there too: what is not among these rows does not exist
     */
    record Taken(int first, int last, boolean all, OrderedRows rows) {}

    /** All rows with a value of a range of hashes, of which {@code last} is the last one. */
    record Values(int last, Source.Cursor rows) {}

    static final int PAGE_BYTES = 32 << 10;
    /** Pages with fewer rows are not split: where values are large, there would be no end to it. */
    private static final int MIN_ROWS_TO_SPLIT = 8;
    /** Bounds the directory where hashes are spread badly: pages get larger then. */
    private static final int MAX_DIRECTORY_ENTRIES_PER_PAGE = 8;

    /** So many that the processor waits for several at a time, and has them still when their turn comes. */
    private static final int ROWS_AHEAD = 128;
    /** A table that is dirty everywhere has rows in about two thirds of its bytes. */
    private static final int DIRTY_PART = 10;

    private static final long HASHES = 1L << Integer.SIZE;

    private final int pageBytes;
    private HeapPage[] directory;
    /** The directory has 2^depth entries. */
    private int depth;

    private int pages = 1;
    private long releases = 1;
    /** Where the next sweep begins. */
    private int hand;

    @SuppressWarnings("UnusedVariable") // a read whose result goes nowhere would be optimized away
    private int prefetched;

    private long bytesOfPages;
    private long rows;
    private long dirtyBytes;
    private long takenBytes;

    /** @param complete whether what is not in the table does not exist at all (a new state), or may be in RocksDB */
    HeapTable(boolean complete) {
        this(complete, PAGE_BYTES);
    }

    /** @param pageBytes a page of more than these is split */
    HeapTable(boolean complete, int pageBytes) {
        this.pageBytes = pageBytes;
        HeapPage all = new HeapPage(complete);
        directory = new HeapPage[] {all};
        count(all, 1);
    }

    /**
     * What the table knows of the key; null where it knows nothing. {@link Row#ABSENT}: known not to exist. A key that is not
     * resident is known not to exist where its range is complete. Marks the row as used.
     */
    @Nullable
    Row get(Bytes key) {
        return page(key.hash()).get(key);
    }

    /**
     * Reads what {@link #get} of each of these keys will read first, and makes nothing of it: where rows are many, none of it
     * is in the processor's caches, and it waits for several of these reads at a time, but for those of one key in turn.
     */
    void prefetch(List<Bytes> keys) {
        prefetch(i -> keys.get(i).hash(), 0, keys.size());
    }

    /** Sets or, with {@link Row#ABSENT}, removes; the row is dirty until it is taken. */
    void put(Bytes key, Row row) {
        HeapPage page = page(key.hash());
        count(page, -1);
        page.put(key, row);
        count(page, 1);
        splitWhileFull(page);
    }

    /** Puts rows, which are in the order of their keys: a page that has to become larger for them does so once. */
    void putAll(List<Entry> entries) {
        for (int from = 0, to; from < entries.size(); from = to) {
            HeapPage page = page(entries.get(from).key().hash());
            to = from + 1;
            while (to < entries.size() && page(entries.get(to).key().hash()) == page) {
                to++;
            }
            count(page, -1);
            page.putAll(entries.subList(from, to));
            count(page, 1);
            splitWhileFull(page);
        }
    }

    /** The same with rows that lie in other arrays. */
    void putAll(OrderedRows changes) {
        for (int from = 0, to, ahead = 0; from < changes.size(); from = to) {
            HeapPage page = page(changes.hash(from));
            to = changes.behind(page.last(), from);
            if (to > ahead) {
                ahead = Math.min(changes.size(), Math.max(to, ahead + ROWS_AHEAD));
                prefetch(changes::hash, from, ahead);
            }
            count(page, -1);
            page.putAll(changes, from, to);
            count(page, 1);
            splitWhileFull(page);
        }
    }

    private void prefetch(IntUnaryOperator hashes, int from, int to) {
        int read = 0;
        for (int i = from; i < to; i++) {
            int hash = hashes.applyAsInt(i);
            read += page(hash).readIndex(hash);
        }
        for (int i = from; i < to; i++) {
            int hash = hashes.applyAsInt(i);
            read += page(hash).readRow(hash);
        }
        prefetched = read;
    }

    /**
     * Splits pages beforehand, for rows that will be put in the order of their keys: they would all be in one page for a
     * moment otherwise. Does nothing unless they are more than the pages can have.
     *
     * @param count of these rows, which are taken to be spread evenly
     * @param averageBytes of keys and values
     */
    void expect(int count, int averageBytes) {
        long bytes = (long) count * (Footprint.ROW + Math.min(averageBytes, HeapRow.LARGE_BYTES));
        while (bytes > (long) pages * pageBytes) {
            for (long hash = 0; hash < HASHES; ) {
                HeapPage page = page((int) hash);
                hash = Integer.toUnsignedLong(page.last()) + 1;
                split(page);
            }
        }
    }

    /**
     * Takes in a clean row, unless the table has one for the key; an absent one is ignored. Between reading it from RocksDB
     * and this call nothing may have been released and evicted: the table cannot tell an outdated row.
     */
    void fill(Bytes key, Row row) {
        HeapPage page = page(key.hash());
        count(page, -1);
        page.fill(key, row);
        count(page, 1);
        splitWhileFull(page);
    }

    /** What is resident of the page of this hash, keys that are known to be removed included unless it is complete. */
    Range range(int hash) {
        return page(hash).range();
    }

    /** All values of the page of this hash; null where not all its rows are resident. */
    @Nullable
    Values values(int hash) {
        HeapPage page = page(hash);
        return page.isComplete() ? new Values(page.last(), page.copyOfValues()) : null;
    }

    /** The resident rows of keys with this hash, those of keys that are known to be removed included. */
    List<Entry> withHash(int hash) {
        return page(hash).withHash(hash);
    }

    /** Whether a key with this hash that is not resident does not exist. */
    boolean isComplete(int hash) {
        return page(hash).isComplete();
    }

    /**
     * Says that the table now has every row from {@code first} to {@code last}, as a {@link Range} has them: all were filled,
     * and none evicted meanwhile.
     */
    void completed(int first, int last) {
        HeapPage page = page(first);
        page.complete();
        while (page.last() != last) {
            page = page(page.last() + 1);
            page.complete();
        }
    }

    /**
     * The dirty rows of the page of this hash, those of removed keys as {@link Row#ABSENT}. They are clean from now on, and
     * stay resident until {@link #releaseTaken}.
     *
     * @param all whether the clean rows are wanted too, if the page is complete
     */
    Taken take(int hash, boolean all) {
        HeapPage page = page(hash);
        boolean whole = all && page.isComplete();
        count(page, -1);
        OrderedRows taken = page.take(releases, whole);
        count(page, 1);
        return new Taken(page.first(), page.last(), whole, taken);
    }

    /** Whether it has all rows that there are, and of these so many are dirty that all may be taken as well. */
    boolean isMostlyDirty() {
        return dirtyBytes * DIRTY_PART >= bytesOfPages
                && Arrays.stream(directory).allMatch(HeapPage::isComplete);
    }

    /** Says that all that was taken is in RocksDB now: it may be evicted, unless it is dirty again. */
    void releaseTaken() {
        releases++;
        takenBytes = 0;
    }

    /**
     * Evicts rows that are neither dirty nor taken, until about so many bytes are free. Those that were used since they were
     * last looked at get a second chance. Goes on where the last call ended. A page that loses a row is not complete any more.
     *
     * @return the bytes freed; 0 when nothing can be evicted
     */
    long evict(long wanted) {
        long freed = 0;
        for (long visits = 2L * pages; visits > 0 && freed < wanted; visits--) {
            HeapPage page = page(hand);
            count(page, -1);
            freed += page.sweep(releases);
            count(page, 1);
            hand = page.last() + 1;
        }
        return freed;
    }

    /** Of heap, of all arrays that it refers to, large values included. */
    long bytes() {
        return bytesOfPages + Footprint.of(directory);
    }

    /** Of rows that are dirty or taken: what cannot be evicted. */
    long dirtyBytes() {
        return dirtyBytes + takenBytes;
    }

    /** Resident rows of keys that exist. */
    long rows() {
        return rows;
    }

    private HeapPage page(int hash) {
        return directory[entry(hash)];
    }

    private int entry(int hash) {
        return (int) (Integer.toUnsignedLong(hash) >>> (Integer.SIZE - depth));
    }

    private void count(HeapPage page, int sign) {
        bytesOfPages += sign * page.bytes();
        rows += (long) sign * page.liveSize();
        dirtyBytes += sign * page.dirtyBytes();
        takenBytes += sign * page.takenBytes(releases);
    }

    private void splitWhileFull(HeapPage page) {
        if (page.bytes() > pageBytes && page.size() >= MIN_ROWS_TO_SPLIT && canSplit(page)) {
            split(page).forEach(this::splitWhileFull);
        }
    }

    private boolean canSplit(HeapPage page) {
        return page.depth() < depth || directory.length < (long) MAX_DIRECTORY_ENTRIES_PER_PAGE * pages;
    }

    private List<HeapPage> split(HeapPage page) {
        if (page.depth() == depth) {
            doubleDirectory();
        }
        count(page, -1);
        List<HeapPage> halves = page.split();
        for (HeapPage half : halves) {
            Arrays.fill(directory, entry(half.first()), entry(half.last()) + 1, half);
            count(half, 1);
        }
        pages++;
        return halves;
    }

    private void doubleDirectory() {
        HeapPage[] doubled = new HeapPage[2 * directory.length];
        for (int i = 0; i < doubled.length; i++) {
            doubled[i] = directory[i >> 1];
        }
        directory = doubled;
        depth++;
    }
}
