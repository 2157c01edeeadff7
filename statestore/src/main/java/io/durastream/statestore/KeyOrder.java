package io.durastream.statestore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Sorts what has a key. */
final class KeyOrder {

    private KeyOrder() {}

    /** The same in the order of their keys; those with the same key stay in the order that they are in. */
    static <T> List<T> sorted(List<T> unsorted, Function<T, Bytes> keyOf) {
        long[] order = new long[unsorted.size()];
        for (int i = 0; i < order.length; i++) {
            // As numbers, which sort much faster than objects: the hash, unsigned, and where the element is.
            long hash = keyOf.apply(unsorted.get(i)).hash() ^ Integer.MIN_VALUE;
            order[i] = hash << Integer.SIZE | i;
        }
        Arrays.sort(order);
        List<T> sorted = new ArrayList<>(order.length);
        for (long place : order) {
            sorted.add(unsorted.get((int) place));
        }
        sortEqualHashes(sorted, keyOf);
        return sorted;
    }

    private static <T> void sortEqualHashes(List<T> elements, Function<T, Bytes> keyOf) {
        for (int from = 0, to; from < elements.size(); from = to) {
            int hash = keyOf.apply(elements.get(from)).hash();
            to = from + 1;
            while (to < elements.size() && keyOf.apply(elements.get(to)).hash() == hash) {
                to++;
            }
            if (to - from > 1) {
                elements.subList(from, to).sort(Comparator.comparing(keyOf));
            }
        }
    }
}
