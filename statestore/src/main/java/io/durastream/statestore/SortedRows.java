package io.durastream.statestore;

import java.util.ArrayList;
import java.util.List;

/** Merging rows that are in the order of their keys. */
final class SortedRows {

    private SortedRows() {}

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
