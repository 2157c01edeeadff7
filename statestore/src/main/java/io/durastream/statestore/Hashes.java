package io.durastream.statestore;

import java.util.Arrays;

/** A growing list of hashes. */
final class Hashes {

    private static final int FIRST_CAPACITY = 8;

    private int[] hashes = new int[FIRST_CAPACITY];
    private int size;

    void add(int hash) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        hashes[size++] = hash;
    }

    void addAll(int[] more) {
        if (size + more.length > hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.max(size + more.length, 2 * size));
        }
        System.arraycopy(more, 0, hashes, size, more.length);
        size += more.length;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Each hash once, in ascending order. */
    int[] distinct() {
        Arrays.sort(hashes, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || hashes[i] != hashes[i - 1]) {
                hashes[kept++] = hashes[i];
            }
        }
        size = kept;
        return Arrays.copyOf(hashes, size);
    }
}
