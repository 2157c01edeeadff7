package io.durastream.statestore;

import java.util.Arrays;

/** Sorts rows that lie in an array, see {@link HeapRow}, by their keys. */
final class RowOrder {

    private RowOrder() {}

    /** Puts the positions of rows in the order of their keys. */
    static void sort(byte[] data, int[] positions) {
        // As numbers, which sort much faster than objects: the hash, unsigned, and where the row is.
        long[] order = new long[positions.length];
        for (int i = 0; i < order.length; i++) {
            long hash = HeapRow.hash(data, positions[i]) ^ Integer.MIN_VALUE;
            order[i] = hash << Integer.SIZE | positions[i];
        }
        Arrays.sort(order);
        for (int i = 0; i < order.length; i++) {
            positions[i] = (int) order[i];
            sink(data, order, positions, i);
        }
    }

    /** Moves the last position in front of those with the same hash and a larger key: hardly ever there are any. */
    private static void sink(byte[] data, long[] order, int[] positions, int last) {
        int at = positions[last];
        int i = last;
        while (i > 0
                && order[i - 1] >> Integer.SIZE == order[last] >> Integer.SIZE
                && HeapRow.key(data, positions[i - 1]).compareTo(HeapRow.key(data, at)) > 0) {
            positions[i] = positions[i - 1];
            i--;
        }
        positions[i] = at;
    }
}
