package io.durastream.statestore;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final int VALUE = 1;
    private static final int TIMED = 2;
    private static final int KEY_LENGTH = 2;
    private static final int VALUE_LENGTH = 5;
    /** Lengths from here on do not fit into the head. */
    private static final int LONG = 7;

    private static final int MAX_VARINT_BYTES = 5;

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
        putVarint(target, changes.size());
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
                + MAX_VARINT_BYTES;
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

    /** Takes note of a change. */
    interface ChangeVisitor {

        /**
         * @param at where in the buffer the change begins
         * @param hash of its key
         */
        void visit(int at, int hash);
    }

    /**
     * Says where the changes of a record begin.
     *
     * @param payload with an array that it shares the positions of
     * @throws IllegalArgumentException when the bytes are no record of a changelog
     */
    static void forEachChange(ByteBuffer payload, ChangeVisitor visitor) {
        ByteBuffer source = payload.duplicate();
        decodeHead(source);
        try {
            int count = getVarint(source);
            for (int i = 0; i < count; i++) {
                int at = source.position();
                int keyLength = toKey(source, at);
                int head = Byte.toUnsignedInt(source.get(at));
                visitor.visit(at, Bytes.hash(source.array(), source.position(), keyLength));
                skip(source, keyLength);
                if ((head & VALUE) != 0) {
                    skip(source, getLength(source, head >>> VALUE_LENGTH));
                }
                if ((head & TIMED) != 0) {
                    skip(source, Long.BYTES);
                }
            }
            if (source.hasRemaining()) {
                throw new IllegalArgumentException(source.remaining() + " bytes follow the last change");
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("A changelog record ends too early", e);
        }
    }

    /** The change that begins there, whose key has this hash. */
    static HeapTable.Entry change(ByteBuffer source, int at, int hash) {
        Bytes key = new Bytes(getBytes(source, toKey(source, at)), hash);
        int head = Byte.toUnsignedInt(source.get(at));
        byte[] value = (head & VALUE) != 0 ? getBytes(source, getLength(source, head >>> VALUE_LENGTH)) : null;
        boolean timed = (head & TIMED) != 0;
        return new HeapTable.Entry(key, new Row(value, timed, timed ? source.getLong() : 0));
    }

    /** Whether the changes that begin there are of the same key. */
    static boolean haveSameKey(ByteBuffer source, int one, int other) {
        int length = toKey(source, one);
        int first = source.position();
        if (toKey(source, other) != length) {
            return false;
        }
        int second = source.position();
        return Arrays.equals(source.array(), first, first + length, source.array(), second, second + length);
    }

    /** Goes to the key of the change that begins there. Returns its length. */
    private static int toKey(ByteBuffer source, int at) {
        source.position(at);
        return getLength(source, source.get() >>> KEY_LENGTH & LONG);
    }

    /**
     * Reads a record without its changes.
     *
     * @throws IllegalArgumentException when the bytes are no record of a changelog
     */
    static CommitPart readHead(ByteBuffer payload) {
        return decodeHead(payload.duplicate());
    }

    private static CommitPart decodeHead(ByteBuffer source) {
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
            putVarint(target, bytes.length - LONG);
        }
        target.put(bytes);
    }

    private static byte[] getBytes(ByteBuffer source, int length) {
        byte[] bytes = new byte[length];
        source.get(bytes);
        return bytes;
    }

    /** Of bytes that are there. */
    private static int getLength(ByteBuffer source, int lengthInHead) {
        int length = lengthInHead < LONG ? lengthInHead : LONG + getVarint(source);
        if (length < 0 || length > source.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    private static void skip(ByteBuffer source, int bytes) {
        if (bytes > source.remaining()) {
            throw new BufferUnderflowException();
        }
        source.position(source.position() + bytes);
    }

    private static void putVarint(ByteBuffer target, int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            target.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        target.put((byte) rest);
    }

    private static int getVarint(ByteBuffer source) {
        int value = 0;
        for (int shift = 0; shift < 7 * MAX_VARINT_BYTES; shift += 7) {
            byte next = source.get();
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                if (value < 0) {
                    break;
                }
                return value;
            }
        }
        throw new IllegalArgumentException("a length of a changelog record is out of range");
    }
}
