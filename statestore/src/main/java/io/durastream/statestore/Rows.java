package io.durastream.statestore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a state lies in its RocksDB. All rows are in one column family, so that one ingested file is one atomic change:
 *
 * <pre>
 *  row     key                              value
 *  key     01 | hash (4) | key              what (1) | time (8), where there is a timer | value, where there is one
 *  timers  02 | time (8) | file (8)         the hashes of keys that were given a timer for this time, 4 bytes each
 *  head    03                               what the content is: two lineages and the number of files, by line feeds
 * </pre>
 *
 * <p>{@code what} is a sum of 1, there is a value, and 2, there is a timer. The hash is that of {@link Bytes}. Times are
 * big-endian with the sign bit flipped, so that their bytes sort as they do. {@code file} counts the files of changes, so
 * that each adds rows of its own. A hash in a row of timers may be stale: the key's own row says what timer it has.
 */
final class Rows {

    static final byte[] HEAD = {3};
    /** In front of all rows. */
    static final byte[] FIRST = {0};
    /** Behind all rows. */
    static final byte[] LAST = {4};

    private static final byte KEY = 1;
    private static final byte TIMERS = 2;
    private static final int VALUE = 1;
    private static final int TIMED = 2;
    private static final int PREFIX_BYTES = 1 + Integer.BYTES;

    private Rows() {}

    static byte[] key(Bytes key) {
        byte[] bytes = key.array();
        return ByteBuffer.allocate(PREFIX_BYTES + bytes.length)
                .put(KEY)
                .putInt(key.hash())
                .put(bytes)
                .array();
    }

    /** In front of all keys of this hash and those above. */
    static byte[] firstWith(int hash) {
        return ByteBuffer.allocate(PREFIX_BYTES).put(KEY).putInt(hash).array();
    }

    /** Behind all keys of this hash and those below. */
    static byte[] behind(int hash) {
        return hash == -1 ? firstTimers() : firstWith(hash + 1);
    }

    static Bytes toKey(byte[] rocksKey) {
        return new Bytes(Arrays.copyOfRange(rocksKey, PREFIX_BYTES, rocksKey.length));
    }

    static long keyBytes(StoredRow row) {
        return PREFIX_BYTES + (long) row.keyLength();
    }

    static void putKey(StoredRow row, ByteBuffer target) {
        target.put(KEY).putInt(row.hash());
        row.putKey(target);
    }

    static long rowBytes(StoredRow row) {
        return 1L + (row.timed() ? Long.BYTES : 0) + row.valueLength();
    }

    static void putRow(StoredRow row, ByteBuffer target) {
        target.put((byte) ((row.hasValue() ? VALUE : 0) + (row.timed() ? TIMED : 0)));
        if (row.timed()) {
            target.putLong(row.timer());
        }
        if (row.hasValue()) {
            row.putValue(target);
        }
    }

    static byte[] row(Row row) {
        byte[] value = row.value();
        int what = (value == null ? 0 : VALUE) + (row.timed() ? TIMED : 0);
        ByteBuffer bytes = ByteBuffer.allocate(1 + (row.timed() ? Long.BYTES : 0) + (value == null ? 0 : value.length));
        bytes.put((byte) what);
        if (row.timed()) {
            bytes.putLong(row.timer());
        }
        if (value != null) {
            bytes.put(value);
        }
        return bytes.array();
    }

    /** The row of a key; of none: {@link Row#ABSENT}. */
    static Row toRow(byte @Nullable [] bytes) {
        if (bytes == null) {
            return Row.ABSENT;
        }
        ByteBuffer source = ByteBuffer.wrap(bytes);
        int what = source.get();
        boolean timed = (what & TIMED) != 0;
        long timer = timed ? source.getLong() : 0;
        byte[] value = (what & VALUE) == 0 ? null : Arrays.copyOfRange(bytes, source.position(), bytes.length);
        return new Row(value, timed, timer);
    }

    static byte[] firstTimers() {
        return new byte[] {TIMERS};
    }

    /** In front of the timers for this time and later ones. */
    static byte[] firstTimers(long time) {
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put(TIMERS)
                .putLong(sortable(time))
                .array();
    }

    static byte[] timers(long time, long file) {
        return ByteBuffer.allocate(1 + 2 * Long.BYTES)
                .put(TIMERS)
                .putLong(sortable(time))
                .putLong(file)
                .array();
    }

    static long timeOf(byte[] timersKey) {
        return sortable(ByteBuffer.wrap(timersKey, 1, Long.BYTES).getLong());
    }

    static byte[] hashes(int[] hashes) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * hashes.length);
        bytes.asIntBuffer().put(hashes);
        return bytes.array();
    }

    static int[] toHashes(byte[] bytes) {
        int[] hashes = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().get(hashes);
        return hashes;
    }

    static byte[] head(Span content) {
        String head = content.from().value() + "\n" + content.to().value() + "\n" + content.files();
        return head.getBytes(StandardCharsets.UTF_8);
    }

    static Span toHead(byte @Nullable [] bytes) {
        if (bytes == null) {
            return Span.EMPTY;
        }
        String[] head = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        return new Span(new Lineage(head[0]), new Lineage(head[1]), Long.parseLong(head[2]));
    }

    /** Its own inverse. */
    private static long sortable(long time) {
        return time ^ Long.MIN_VALUE;
    }
}
