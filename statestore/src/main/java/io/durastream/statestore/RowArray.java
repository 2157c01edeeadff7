package io.durastream.statestore;

/**
 * An array that rows lie in.
 *
 * @param data see {@link HeapRow}
 * @param large the large values of these rows
 */
@SuppressWarnings("ArrayRecordComponent") // is compared by nobody
record RowArray(byte[] data, LargeValues large) {

    StoredRow row(int at) {
        return new StoredRow(data, at, large);
    }

    /** Puts the positions of rows in the order of their keys. */
    void sort(int[] positions) {
        RowOrder.sort(data, positions);
    }
}
