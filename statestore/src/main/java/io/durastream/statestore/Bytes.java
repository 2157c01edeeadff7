package io.durastream.statestore;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** A serialized key and its hash: equal by content, ordered by hash (unsigned) and then by bytes (unsigned). */
final class Bytes implements Comparable<Bytes> {

    private final byte[] array;
    private final int hash;

    Bytes(byte[] array) {
        this.array = array;
        CRC32C crc = new CRC32C();
        crc.update(array, 0, array.length);
        this.hash = (int) crc.getValue();
    }

    byte[] array() {
        return array;
    }

    int hash() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && hash == bytes.hash && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public int compareTo(Bytes other) {
        int order = Integer.compareUnsigned(hash, other.hash);
        return order != 0 ? order : Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public String toString() {
        return Arrays.toString(array);
    }
}
