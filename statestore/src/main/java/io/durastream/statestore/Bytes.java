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
        this(array, crc32c(array));
    }

    /** For who has the hash already: it must be that of the bytes. */
    Bytes(byte[] array, int hash) {
        this.array = array;
        this.hash = hash;
    }

    private static int crc32c(byte[] array) {
        CRC32C crc = new CRC32C();
        crc.update(array, 0, array.length);
        return (int) crc.getValue();
    }

    byte[] array() {
        return array;
    }

    /** CRC32C of the bytes: the same in every process and version. */
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
