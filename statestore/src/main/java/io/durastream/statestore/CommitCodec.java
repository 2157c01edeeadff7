package io.durastream.statestore;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

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
        Iterator<HeapTable.Entry> changes = commit.changes().iterator();
        return new Iterator<>() {
            private int part;
            private boolean done;
            private HeapTable.@Nullable Entry pending;

            @Override
            public boolean hasNext() {
                return !done;
            }

            @Override
            public ByteBuffer next() {
                if (done) {
                    throw new NoSuchElementException();
                }
                List<HeapTable.Entry> taken = new ArrayList<>();
                long size = headBytes(commit);
                while (pending != null || changes.hasNext()) {
                    HeapTable.Entry change = pending != null ? pending : changes.next();
                    pending = null;
                    long with = size + bytes(change);
                    if (with > recordBytes && !taken.isEmpty()) {
                        pending = change;
                        break;
                    }
                    size = with;
                    taken.add(change);
                }
                done = pending == null;
                return write(commit, part++, done, taken, Math.toIntExact(size));
            }
        };
    }

    private static ByteBuffer write(
            Commit commit, int part, boolean last, List<HeapTable.Entry> changes, int maxBytes) {
        ByteBuffer target = ByteBuffer.allocate(maxBytes);
        target.put(LAYOUT).put(last ? LAST : 0).putInt(part);
        target.putLong(commit.version().batchMillis());
        Texts.put(target, commit.lineage().value());
        Texts.put(target, commit.base().value());
        Texts.put(target, commit.format().keys());
        Texts.put(target, commit.format().values());
        Varints.put(target, changes.size());
        for (HeapTable.Entry change : changes) {
            put(target, change.key().array(), change.row());
        }
        return target.flip();
    }

    private static void put(ByteBuffer target, byte[] key, Row row) {
        byte[] value = row.value();
        int what = (value == null ? 0 : VALUE) + (row.timed() ? TIMED : 0);
        int valueLength = value == null ? 0 : Math.min(value.length, LONG);
        target.put((byte) (what | Math.min(key.length, LONG) << KEY_LENGTH | valueLength << VALUE_LENGTH));
        putBytes(target, key);
        if (value != null) {
            putBytes(target, value);
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
    private static long bytes(HeapTable.Entry change) {
        byte[] value = change.row().value();
        return Byte.BYTES
                + bytes(change.key().array())
                + (value == null ? 0 : bytes(value))
                + (change.row().timed() ? Long.BYTES : 0);
    }

    private static long bytes(byte[] keyOrValue) {
        int length = keyOrValue.length;
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

    private static void putBytes(ByteBuffer target, byte[] bytes) {
        if (bytes.length >= LONG) {
            Varints.put(target, bytes.length - LONG);
        }
        target.put(bytes);
    }
}
