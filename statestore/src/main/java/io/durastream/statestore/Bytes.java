package io.durastream.statestore;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A serialized key and its hash: equal by content, ordered by hash (unsigned), then by bytes (unsigned, shorter first).
 * Never modified.
 */
final class Bytes implements Comparable<Bytes> {

    private final byte[] array;
    private final int hash;

    Bytes(byte[] array) {
        this(array, hash(array, 0, array.length));
    }

    /** For who has the hash already: it must be that of the bytes. */
    Bytes(byte[] array, int hash) {
        this.array = array;
        this.hash = hash;
    }

    /** CRC32C, mixed as MurmurHash3 ends: a CRC alone maps keys that count up to bits that depend on each other. */
    static int hash(byte[] array, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(array, from, length);
        int hash = (int) crc.getValue();
        hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
        return hash ^ hash >>> 16;
    }

    byte[] array() {
        return array;
    }

    /** The same in every process and version: files are in its order. */
    int hash() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes bytes && hash == bytes.hash && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public int compareTo(Bytes other) {
        return hash == other.hash
                ? Arrays.compareUnsigned(array, other.array)
                : Integer.compareUnsigned(hash, other.hash);
    }

    @Override
    public String toString() {
        return Arrays.toString(array);
    }
}
