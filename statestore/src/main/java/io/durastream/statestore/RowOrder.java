package io.durastream.statestore;

/**
 * Sorts rows that lie in an array, see {@link HeapRow}, by their keys: a bucket sort, because the hashes of a page's rows
 * begin with the same bits and are spread evenly behind them.
 */
final class RowOrder {

    private RowOrder() {}

    /** Puts the positions of rows in the order of their keys. */
    static void sort(byte[] data, int[] positions) {
        if (positions.length < 2) {
            return;
        }
        int[] hashes = new int[positions.length];
        int different = 0;
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = HeapRow.hash(data, positions[i]);
            different |= hashes[i] ^ hashes[0];
        }
        int shared = Math.min(Integer.SIZE - 1, Integer.numberOfLeadingZeros(different));
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(positions.length);
        long[] order = distribute(hashes, positions, shared, bits);
        for (int i = 0; i < order.length; i++) {
            sink(data, order, i);
        }
        for (int i = 0; i < order.length; i++) {
            positions[i] = (int) order[i];
        }
    }

    /** The hashes, unsigned, with the positions below them, in the order of so many bits behind those that they share. */
    private static long[] distribute(int[] hashes, int[] positions, int shared, int bits) {
        int shift = Integer.SIZE - bits;
        int[] next = new int[(1 << bits) + 1];
        for (int hash : hashes) {
            next[(hash << shared >>> shift) + 1]++;
        }
        for (int bucket = 1; bucket < next.length; bucket++) {
            next[bucket] += next[bucket - 1];
        }
        long[] order = new long[hashes.length];
        for (int i = 0; i < hashes.length; i++) {
            long hash = hashes[i] ^ Integer.MIN_VALUE;
            order[next[hashes[i] << shared >>> shift]++] = hash << Integer.SIZE | positions[i];
        }
        return order;
    }

    /** Moves an element in front of the larger ones before it: they are few. */
    private static void sink(byte[] data, long[] order, int from) {
        long element = order[from];
        int i = from;
        while (i > 0 && isLess(data, element, order[i - 1])) {
            order[i] = order[i - 1];
            i--;
        }
        order[i] = element;
    }

    private static boolean isLess(byte[] data, long element, long other) {
        return element >> Integer.SIZE == other >> Integer.SIZE
                ? HeapRow.key(data, (int) element).compareTo(HeapRow.key(data, (int) other)) < 0
                : element < other;
    }
}
