package io.durastream.statestore;

import java.nio.ByteBuffer;

/**
 * A row as it lies in an array, see {@link HeapRow}: copied from there to wherever it has to go, without making objects of
 * its key and its value. Valid until the array is changed.
 */
@SuppressWarnings("ArrayRecordComponent") // is compared by nobody
record StoredRow(byte[] data, int at, LargeValues large) {

    int hash() {
        return HeapRow.hash(data, at);
    }

    Bytes key() {
        return HeapRow.key(data, at);
    }

    Row row() {
        return HeapRow.row(data, at, large);
    }

    boolean isAbsent() {
        return HeapRow.isAbsent(data, at);
    }

    boolean hasValue() {
        return HeapRow.has(data, at, HeapRow.VALUE);
    }

    boolean isLarge() {
        return HeapRow.has(data, at, HeapRow.LARGE);
    }

    boolean timed() {
        return HeapRow.has(data, at, HeapRow.TIMED);
    }

    /** 0 where it is not timed. */
    long timer() {
        return HeapRow.timer(data, at);
    }

    /** Of the array. */
    int length() {
        return HeapRow.length(data, at);
    }

    int keyStart() {
        return HeapRow.keyStart(data, at);
    }

    int keyLength() {
        return HeapRow.keyLength(data, at);
    }

    /** 0 where it has no value. */
    int valueLength() {
        if (isLarge()) {
            return largeValue().length;
        }
        return hasValue() ? HeapRow.valueLength(data, at) : 0;
    }

    /** Only of a row that has one. */
    byte[] largeValue() {
        return large.get(HeapRow.large(data, at));
    }

    void putKey(ByteBuffer target) {
        target.put(data, keyStart(), keyLength());
    }

    /** Only of a row that has a value. */
    void putValue(ByteBuffer target) {
        if (isLarge()) {
            target.put(largeValue());
        } else {
            target.put(data, HeapRow.valueStart(data, at), valueLength());
        }
    }
}
