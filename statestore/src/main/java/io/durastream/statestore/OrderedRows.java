package io.durastream.statestore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows in the order of their keys, as they lie in arrays. Not changed by anybody any more. */
final class OrderedRows {

    /** A power of two, by the first bits of the hash. */
    private final RowArray[] parts;
    /** Of each row the hash and, below it, the position. */
    private final long[] order;

    private OrderedRows(RowArray[] parts, long[] order) {
        this.parts = parts;
        this.order = order;
    }

    static OrderedRows none() {
        return new OrderedRows(new RowArray[0], new long[0]);
    }

    /** The rows at these positions, which are sorted for it. */
    static OrderedRows of(RowArray rows, int[] positions) {
        long[] order = new long[positions.length];
        put(rows, positions, order, 0);
        return new OrderedRows(new RowArray[] {rows}, order);
    }

    /** All rows of these, the number of which is a power of two: each has those whose hashes begin with its number. */
    static OrderedRows of(HeapRows[] parts) {
        RowArray[] arrays = new RowArray[parts.length];
        long[] order = new long[Arrays.stream(parts).mapToInt(HeapRows::size).sum()];
        int next = 0;
        for (int i = 0; i < parts.length; i++) {
            arrays[i] = parts[i].array();
            next = put(arrays[i], parts[i].positions(at -> true), order, next);
        }
        return new OrderedRows(arrays, order);
    }

    private static int put(RowArray rows, int[] positions, long[] order, int from) {
        rows.sort(positions);
        int next = from;
        for (int at : positions) {
            order[next++] = (long) HeapRow.hash(rows.data(), at) << Integer.SIZE | at;
        }
        return next;
    }

    int size() {
        return order.length;
    }

    int hash(int row) {
        return (int) (order[row] >>> Integer.SIZE);
    }

    StoredRow get(int row) {
        long hash = order[row] >>> Integer.SIZE;
        int part = (int) ((hash * parts.length) >>> Integer.SIZE);
        return parts[part].row((int) order[row]);
    }

    /** The first row from this one on with a hash above {@code last}, unsigned. */
    int behind(int last, int from) {
        int row = from;
        while (row < order.length && Integer.compareUnsigned(hash(row), last) <= 0) {
            row++;
        }
        return row;
    }

    /** How long rows are altogether, where they lie. */
    long bytes(int from, int to) {
        long bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += get(i).length();
        }
        return bytes;
    }

    /** The rows as objects. */
    List<HeapTable.Entry> entries() {
        List<HeapTable.Entry> entries = new ArrayList<>(order.length);
        for (int i = 0; i < order.length; i++) {
            StoredRow row = get(i);
            entries.add(new HeapTable.Entry(row.key(), row.row()));
        }
        return entries;
    }
}
