package io.durastream.statestore;

/**
 * The rows of a page that have a value, in the order of their keys, as they were when this was made: bytes that were copied
 * as they lie, so that a row costs nothing before it is asked for. Owned by one thread.
 */
final class PageCopy implements Source.Cursor {

    private final byte[] data;
    private final LargeValues large;
    private final int[] positions;
    private int next;
    private int at;

    /**
     * @param data see {@link HeapRow}; not changed by anybody any more
     * @param large the large values of these rows
     * @param positions of the rows, in the order of their keys
     */
    PageCopy(byte[] data, LargeValues large, int[] positions) {
        this.data = data;
        this.large = large;
        this.positions = positions;
    }

    @Override
    public boolean next() {
        if (next == positions.length) {
            return false;
        }
        at = positions[next++];
        return true;
    }

    @Override
    public int compareKey(Bytes other) {
        int hash = HeapRow.hash(data, at);
        return hash == other.hash()
                ? HeapRow.compareKey(data, at, other.array())
                : Integer.compareUnsigned(hash, other.hash());
    }

    @Override
    public Bytes key() {
        return HeapRow.key(data, at);
    }

    @Override
    public Row row() {
        return HeapRow.row(data, at, large);
    }
}
