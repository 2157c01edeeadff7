package io.durastream.statestore;

import java.util.Arrays;

/** A serialized key: equal by content, ordered as RocksDB orders (unsigned, shorter first). Never modified. */
@SuppressWarnings("ArrayRecordComponent") // equality by content is what this type is for
record Bytes(byte[] array) implements Comparable<Bytes> {

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public String toString() {
        return Arrays.toString(array);
    }
}
