package io.durastream.statestore;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a row lies in the array of {@link HeapRows}:
 *
 * <pre>
 *  flags (1) | hash (4) | key length (varint) | key | time (8) | value length (varint) | value
 * </pre>
 *
 * <p>The time is there only where the row is timed, the value only where it has one. Of a large value there is no length,
 * and its number (4) among the large values instead of itself. A row with neither is of a key that was removed.
 */
final class HeapRow {

    static final int VALUE = 1;
    static final int TIMED = 1 << 1;
    static final int LARGE = 1 << 2;
    /** Not in RocksDB as it is here, and not taken to be written there. */
    static final int DIRTY = 1 << 3;
    /** Taken to be written to RocksDB. */
    static final int TAKEN = 1 << 4;
    /** Since the last sweep. */
    static final int USED = 1 << 5;
    /** Gone as soon as the rows are copied. */
    static final int EVICTED = 1 << 6;

    static final int PINNED = DIRTY | TAKEN;

    /** Values from here on are arrays of their own, so that nobody copies them when rows move. */
    static final int LARGE_BYTES = 1 << 10;

    private static final int KEY = 1 + Integer.BYTES;
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private HeapRow() {}

    static boolean isLarge(byte @Nullable [] value) {
        return value != null && value.length >= LARGE_BYTES;
    }

    /** The flags that follow from the content. */
    private static int contentFlags(Row row) {
        return (row.value() != null ? VALUE : 0) | (isLarge(row.value()) ? LARGE : 0) | (row.timed() ? TIMED : 0);
    }

    /** How long the row is when it is written; too long for an array, perhaps. */
    static long length(Bytes key, Row row) {
        byte[] value = row.value();
        int valueLength =
                value == null ? 0 : isLarge(value) ? Integer.BYTES : Varints.bytes(value.length) + value.length;
        int keyLength = key.array().length;
        return (long) KEY + Varints.bytes(keyLength) + keyLength + (row.timed() ? Long.BYTES : 0) + valueLength;
    }

    /** @param large the number of the value, where that is large */
    static void write(byte[] data, int at, Bytes key, Row row, int large, int flags) {
        data[at] = (byte) (flags | contentFlags(row));
        INT.set(data, at + 1, key.hash());
        int next = putArray(data, at + KEY, key.array());
        if (row.timed()) {
            LONG.set(data, next, row.timer());
            next += Long.BYTES;
        }
        byte[] value = row.value();
        if (isLarge(value)) {
            INT.set(data, next, large);
        } else if (value != null) {
            putArray(data, next, value);
        }
    }

    private static int putArray(byte[] data, int at, byte[] array) {
        int next = at;
        int rest = array.length;
        while (rest >= 0x80) {
            data[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        data[next++] = (byte) rest;
        System.arraycopy(array, 0, data, next, array.length);
        return next + array.length;
    }

    /** Writes a row as it lies in another array. */
    static void copy(StoredRow row, int length, byte[] data, int at, int flags) {
        System.arraycopy(row.data(), row.at(), data, at, length);
        data[at] = (byte) (flags | (data[at] & (VALUE | LARGE | TIMED)));
    }

    static boolean has(byte[] data, int at, int flag) {
        return (data[at] & flag) != 0;
    }

    static void change(byte[] data, int at, int clear, int set) {
        data[at] = (byte) ((data[at] & ~clear) | set);
    }

    /** Whether its key was removed. */
    static boolean isAbsent(byte[] data, int at) {
        return !has(data, at, VALUE | TIMED);
    }

    static int hash(byte[] data, int at) {
        return (int) INT.get(data, at + 1);
    }

    /** Whether its key is what lies there in another array. */
    static boolean hasKey(byte[] data, int at, byte[] other, int from, int length) {
        int start = keyStart(data, at);
        return keyLength(data, at) == length && Arrays.equals(data, start, start + length, other, from, from + length);
    }

    static int keyLength(byte[] data, int at) {
        return varint(data, at + KEY);
    }

    static int keyStart(byte[] data, int at) {
        return at + KEY + Varints.bytes(keyLength(data, at));
    }

    /** As {@link Bytes} of the same hash are compared. */
    static int compareKey(byte[] data, int at, byte[] key) {
        int length = varint(data, at + KEY);
        int start = at + KEY + Varints.bytes(length);
        return Arrays.compareUnsigned(data, start, start + length, key, 0, key.length);
    }

    static Bytes key(byte[] data, int at) {
        int length = varint(data, at + KEY);
        int start = at + KEY + Varints.bytes(length);
        return new Bytes(Arrays.copyOfRange(data, start, start + length), hash(data, at));
    }

    static Row row(byte[] data, int at, LargeValues large) {
        if (isAbsent(data, at)) {
            return Row.ABSENT;
        }
        return new Row(value(data, at, large), has(data, at, TIMED), timer(data, at));
    }

    private static byte @Nullable [] value(byte[] data, int at, LargeValues large) {
        if (has(data, at, LARGE)) {
            return large.get(large(data, at));
        }
        return has(data, at, VALUE) ? value(data, at) : null;
    }

    /** 0 where it is not timed. */
    static long timer(byte[] data, int at) {
        return has(data, at, TIMED) ? (long) LONG.get(data, endOfKey(data, at)) : 0;
    }

    /** Only of a row that has one, which is not large. */
    private static byte[] value(byte[] data, int at) {
        int start = valueStart(data, at);
        return Arrays.copyOfRange(data, start, start + valueLength(data, at));
    }

    /** Only of a row that has one, which is not large. */
    static int valueLength(byte[] data, int at) {
        return varint(data, valueAt(data, at));
    }

    /** Only of a row that has one, which is not large. */
    static int valueStart(byte[] data, int at) {
        return valueAt(data, at) + Varints.bytes(valueLength(data, at));
    }

    /** The number of the value; only of a row that has a large one. */
    static int large(byte[] data, int at) {
        return (int) INT.get(data, valueAt(data, at));
    }

    static void setLarge(byte[] data, int at, int large) {
        INT.set(data, valueAt(data, at), large);
    }

    static int length(byte[] data, int at) {
        int position = valueAt(data, at);
        if (has(data, at, LARGE)) {
            return position + Integer.BYTES - at;
        }
        if (!has(data, at, VALUE)) {
            return position - at;
        }
        int length = varint(data, position);
        return position + Varints.bytes(length) + length - at;
    }

    private static int valueAt(byte[] data, int at) {
        return endOfKey(data, at) + (has(data, at, TIMED) ? Long.BYTES : 0);
    }

    private static int endOfKey(byte[] data, int at) {
        int length = varint(data, at + KEY);
        return at + KEY + Varints.bytes(length) + length;
    }

    private static int varint(byte[] data, int at) {
        int first = data[at];
        if (first >= 0) {
            return first;
        }
        int result = first & 0x7f;
        int next = at + 1;
        for (int shift = 7; ; shift += 7) {
            int part = data[next++];
            result |= (part & 0x7f) << shift;
            if (part >= 0) {
                return result;
            }
        }
    }
}
