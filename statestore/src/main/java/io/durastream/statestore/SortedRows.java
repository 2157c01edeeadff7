package io.durastream.statestore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Merging rows that are in the order of their keys. */
final class SortedRows {

    private SortedRows() {}

    /** The rows of a map, in the order of their keys. */
    static List<HeapTable.Entry> of(Map<Bytes, Row> rows) {
        HeapTable.Entry[] unsorted = new HeapTable.Entry[rows.size()];
        long[] order = new long[unsorted.length];
        int next = 0;
        for (Map.Entry<Bytes, Row> row : rows.entrySet()) {
            // As numbers, which sort much faster than objects: the hash, unsigned, and where the row is.
            order[next] = (long) (row.getKey().hash() ^ Integer.MIN_VALUE) << Integer.SIZE | next;
            unsorted[next++] = new HeapTable.Entry(row.getKey(), row.getValue());
        }
        Arrays.sort(order);
        List<HeapTable.Entry> sorted = new ArrayList<>(unsorted.length);
        for (long place : order) {
            sorted.add(unsorted[(int) place]);
        }
        sortEqualHashes(sorted);
        return sorted;
    }

    private static void sortEqualHashes(List<HeapTable.Entry> rows) {
        for (int from = 0, to; from < rows.size(); from = to) {
            int hash = rows.get(from).key().hash();
            to = from + 1;
            while (to < rows.size() && rows.get(to).key().hash() == hash) {
                to++;
            }
            if (to - from > 1) {
                rows.subList(from, to).sort(Comparator.comparing(HeapTable.Entry::key));
            }
        }
    }

    /** The rows of both; {@code upper} decides where both have a key, and a row of it that is absent hides the lower one. */
    static List<HeapTable.Entry> overlay(List<HeapTable.Entry> lower, List<HeapTable.Entry> upper) {
        List<HeapTable.Entry> merged = new ArrayList<>(lower.size() + upper.size());
        int next = 0;
        for (HeapTable.Entry over : upper) {
            while (next < lower.size() && lower.get(next).key().compareTo(over.key()) < 0) {
                merged.add(lower.get(next++));
            }
            if (next < lower.size() && lower.get(next).key().equals(over.key())) {
                next++;
            }
            if (!over.row().isAbsent()) {
                merged.add(over);
            }
        }
        merged.addAll(lower.subList(next, lower.size()));
        return merged;
    }
}
