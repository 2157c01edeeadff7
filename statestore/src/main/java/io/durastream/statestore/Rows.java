package io.durastream.statestore;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How a state lies in its RocksDB. All rows are in one column family, so that one write batch is one atomic change:
 *
 * <pre>
 *  row     key                          value
 *  head    00                           lineage of the content, UTF-8; empty while a change is half applied
 *  value   01 | key                     the key's value
 *  timer   02 | key                     time (8)
 *  index   03 | time (8) | key          nothing
 * </pre>
 *
 * <p>Times are big-endian with the sign bit flipped, so that their bytes sort as the times do. A timer's index row is
 * found through its timer row, so a key has one of both or none.
 */
final class Rows {

    static final byte[] HEAD = {0};
    private static final byte VALUE = 1;
    private static final byte TIMER = 2;
    private static final byte INDEX = 3;

    private Rows() {}

    static byte[] value(byte[] key) {
        return prefixed(VALUE, key);
    }

    static byte[] timer(byte[] key) {
        return prefixed(TIMER, key);
    }

    static byte[] index(long time, byte[] key) {
        return ByteBuffer.allocate(1 + Long.BYTES + key.length)
                .put(INDEX)
                .putLong(sortable(time))
                .put(key)
                .array();
    }

    static byte[] firstValue() {
        return new byte[] {VALUE};
    }

    static byte[] behindValues() {
        return new byte[] {TIMER};
    }

    static byte[] firstTimer() {
        return new byte[] {TIMER};
    }

    static byte[] behindTimers() {
        return new byte[] {INDEX};
    }

    static byte[] firstIndex() {
        return new byte[] {INDEX};
    }

    static byte[] keyOfValue(byte[] row) {
        return Arrays.copyOfRange(row, 1, row.length);
    }

    static byte[] keyOfIndex(byte[] row) {
        return Arrays.copyOfRange(row, 1 + Long.BYTES, row.length);
    }

    static long timeOfIndex(byte[] row) {
        return sortable(ByteBuffer.wrap(row, 1, Long.BYTES).getLong());
    }

    static byte[] time(long time) {
        return ByteBuffer.allocate(Long.BYTES).putLong(sortable(time)).array();
    }

    static long time(byte[] bytes) {
        return sortable(ByteBuffer.wrap(bytes).getLong());
    }

    /** Its own inverse. */
    private static long sortable(long time) {
        return time ^ Long.MIN_VALUE;
    }

    private static byte[] prefixed(byte prefix, byte[] key) {
        byte[] row = new byte[1 + key.length];
        row[0] = prefix;
        System.arraycopy(key, 0, row, 1, key.length);
        return row;
    }
}
