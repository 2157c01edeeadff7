package io.durastream.statestore;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The records of a changelog. Each is the payload of one record of a {@link io.durastream.wal.SegmentedLog}, which frames
 * it. Big-endian; {@code text} is a length of 2 bytes and UTF-8; {@code bytes} is a length and that many bytes; a length or
 * count written as {@code varint} has 7 bits a byte, the low ones first, and the top bit where more follow:
 *
 * <pre>
 *  0        1       2      6         14
 *  +--------+-------+------+---------+---------+------+------------+--------------+--------+-------------
 *  | layout | flags | part | version | lineage | base | key format | value format | count  | changes …
 *  | 2      |       |      | ms      | text    | text | text       | text         | varint |
 *  +--------+-------+------+---------+---------+------+------------+--------------+--------+-------------
 *
 *  change:
 *  +------+--------------+-----+--------------+-------+----------+
 *  | head | key length   | key | value length | value | time (8) |
 *  |      | varint       |     | varint       |       |          |
 *  +------+--------------+-----+--------------+-------+----------+
 * </pre>
 *
 * <p>{@code flags} is 1 in the last record of a commit and 0 in those before it; {@code part} counts them from 0. A commit
 * counts when all its records are there. A change is all that the key has afterwards. The low two bits of {@code head} are a
 * sum of 1, it has a value, and 2, it has a timer, whose time follows; 0: the key is gone. The next three bits are the
 * length of the key and the top three that of the value, up to 6; 7 says that a varint follows with what is above 7.
 */
final class CommitCodec {

    private static final byte LAYOUT = 2;
    private static final byte LAST = 1;
    static final int VALUE = 1;
    static final int TIMED = 2;
    static final int KEY_LENGTH = 2;
    static final int VALUE_LENGTH = 5;
    /** Lengths from here on do not fit into the head. */
    static final int LONG = 7;

    private CommitCodec() {}

    /** The commit's records, none longer than {@code recordBytes} unless it holds a single change. */
    static Iterator<ByteBuffer> encode(Commit commit, int recordBytes) {
        OrderedRows changes = commit.changes();
        return new Iterator<>() {
            private int part;
            private int next;

            @Override
            public boolean hasNext() {
                return part == 0 || next < changes.size();
            }

            @Override
            public ByteBuffer next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int from = next;
                long size = headBytes(commit);
                while (next < changes.size()) {
                    long with = size + bytes(changes.get(next));
                    if (with > recordBytes && next > from) {
                        break;
                    }
                    size = with;
                    next++;
                }
                return write(commit, part++, from, next, Math.toIntExact(size));
            }
        };
    }

    private static ByteBuffer write(Commit commit, int part, int from, int to, int maxBytes) {
        ByteBuffer target = ByteBuffer.allocate(maxBytes);
        target.put(LAYOUT).put(to == commit.changes().size() ? LAST : 0).putInt(part);
        target.putLong(commit.version().batchMillis());
        Texts.put(target, commit.lineage().value());
        Texts.put(target, commit.base().value());
        Texts.put(target, commit.format().keys());
        Texts.put(target, commit.format().values());
        Varints.put(target, to - from);
        for (int i = from; i < to; i++) {
            put(target, commit.changes().get(i));
        }
        return target.flip();
    }

    private static void put(ByteBuffer target, StoredRow row) {
        int what = (row.hasValue() ? VALUE : 0) + (row.timed() ? TIMED : 0);
        int keyLength = row.keyLength();
        int valueLength = row.valueLength();
        target.put(
                (byte) (what | Math.min(keyLength, LONG) << KEY_LENGTH | Math.min(valueLength, LONG) << VALUE_LENGTH));
        putLength(target, keyLength);
        row.putKey(target);
        if (row.hasValue()) {
            putLength(target, valueLength);
            row.putValue(target);
        }
        if (row.timed()) {
            target.putLong(row.timer());
        }
    }

    private static int headBytes(Commit commit) {
        return 2 * Byte.BYTES
                + Integer.BYTES
                + Long.BYTES
                + Texts.size(commit.lineage().value())
                + Texts.size(commit.base().value())
                + Texts.size(commit.format().keys())
                + Texts.size(commit.format().values())
                + Varints.MAX_BYTES;
    }

    /** Exactly: an array that is larger than needed may be one that the garbage collector treats as humongous. */
    private static long bytes(StoredRow row) {
        return Byte.BYTES
                + bytes(row.keyLength())
                + (row.hasValue() ? bytes(row.valueLength()) : 0)
                + (row.timed() ? Long.BYTES : 0);
    }

    private static long bytes(int length) {
        return (length < LONG ? 0 : Varints.bytes(length - LONG)) + (long) length;
    }

    /**
     * Reads what comes before the number of changes, which a {@link ChangeCursor} goes through.
     *
     * @throws IllegalArgumentException when the bytes are no record of a changelog
     */
    static CommitPart readHead(ByteBuffer source) {
        try {
            byte layout = source.get();
            if (layout != LAYOUT) {
                throw new IllegalArgumentException("expected a changelog record of layout " + LAYOUT + ", found "
                        + layout + "; a newer release may have written it");
            }
            boolean last = source.get() == LAST;
            int part = source.getInt();
            StateVersion version = new StateVersion(source.getLong());
            Lineage lineage = new Lineage(Texts.get(source));
            Lineage base = new Lineage(Texts.get(source));
            StateFormat format = new StateFormat(Texts.get(source), Texts.get(source));
            return new CommitPart(version, lineage, base, format, part, last);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a changelog record ends too early", e);
        }
    }

    /** What of the length is not in the head. */
    private static void putLength(ByteBuffer target, int length) {
        if (length >= LONG) {
            Varints.put(target, length - LONG);
        }
    }
}
