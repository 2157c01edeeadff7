package io.durastream.statestore;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Goes through the changes of a changelog record, which are in the order of their keys; {@link CommitCodec} says how they are
 * laid out. A change is named by where it begins in the array of its record. Owned by one thread.
 */
@SuppressWarnings("ByteBufferBackingArray") // positions in the buffer are those in its array: see the constructor
final class ChangeCursor {

    private final ByteBuffer source;
    private final int count;
    private int passed;
    private int at;
    private int hash;

    /**
     * In front of the first change.
     *
     * @param record with an array that it shares the positions of
     * @throws IllegalArgumentException when the bytes are no record of a changelog
     */
    ChangeCursor(ByteBuffer record) {
        if (!record.hasArray() || record.arrayOffset() != 0) {
            throw new IllegalStateException(
                    "A changelog record is expected in an array that it shares the positions of");
        }
        source = record.duplicate();
        try {
            CommitCodec.readHead(source);
            count = Varints.get(source);
        } catch (BufferUnderflowException e) {
            throw endsTooEarly(e);
        }
    }

    private static IllegalArgumentException endsTooEarly(BufferUnderflowException e) {
        return new IllegalArgumentException("a changelog record ends too early", e);
    }

    int count() {
        return count;
    }

    /**
     * Goes to the next change. False, where there is none.
     *
     * @throws IllegalArgumentException when the bytes are no record of a changelog
     */
    boolean next() {
        if (passed == count) {
            if (source.hasRemaining()) {
                throw new IllegalArgumentException(source.remaining() + " bytes follow the last change");
            }
            return false;
        }
        int before = hash;
        try {
            read();
        } catch (BufferUnderflowException e) {
            throw endsTooEarly(e);
        }
        if (passed++ > 0 && Integer.compareUnsigned(before, hash) > 0) {
            throw new IllegalArgumentException("expected the changes in the order of their keys");
        }
        return true;
    }

    private void read() {
        at = source.position();
        int keyLength = toKey(source, at);
        hash = Bytes.hash(source.array(), source.position(), keyLength);
        source.position(source.position() + keyLength);
        int head = source.get(at);
        if ((head & CommitCodec.VALUE) != 0) {
            int length = length(source, head >>> CommitCodec.VALUE_LENGTH);
            source.position(source.position() + length);
        }
        if ((head & CommitCodec.TIMED) != 0) {
            source.getLong();
        }
    }

    /** Where the change at hand begins. */
    int at() {
        return at;
    }

    /** The hash of the key of the change at hand. */
    int hash() {
        return hash;
    }

    /** The change that begins there, whose key has this hash. */
    static HeapTable.Entry change(ByteBuffer records, int at, int hash) {
        Bytes key = new Bytes(bytes(records, toKey(records, at)), hash);
        int head = records.get(at);
        boolean timed = (head & CommitCodec.TIMED) != 0;
        byte[] value = (head & CommitCodec.VALUE) != 0
                ? bytes(records, length(records, head >>> CommitCodec.VALUE_LENGTH))
                : null;
        return new HeapTable.Entry(key, new Row(value, timed, timed ? records.getLong() : 0));
    }

    /** Whether the changes that begin there are of the same key. */
    static boolean haveSameKey(ByteBuffer records, int one, int other) {
        int length = toKey(records, one);
        int first = records.position();
        if (toKey(records, other) != length) {
            return false;
        }
        int second = records.position();
        return Arrays.equals(records.array(), first, first + length, records.array(), second, second + length);
    }

    /** Goes to the key of the change that begins there. Returns its length. */
    private static int toKey(ByteBuffer source, int at) {
        source.position(at);
        return length(source, source.get() >>> CommitCodec.KEY_LENGTH);
    }

    /** The length of bytes that follow, and are there. */
    private static int length(ByteBuffer source, int inHead) {
        int shown = inHead & CommitCodec.LONG;
        int length = shown < CommitCodec.LONG ? shown : CommitCodec.LONG + Varints.get(source);
        if (length < 0 || length > source.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    private static byte[] bytes(ByteBuffer source, int length) {
        byte[] bytes = new byte[length];
        source.get(bytes);
        return bytes;
    }
}
