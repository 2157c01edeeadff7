package io.durastream.runtime.receiver;

import io.durastream.SourcePosition;
import io.durastream.wal.LogPosition;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A block as it stands in the log: the payload of one entry of a {@code SegmentedLog}. Big-endian:
 *
 * <pre>
 *  0         1       2         10        18
 *  +---------+-------+---------+---------+-------------------------+--------------------------+-----------
 *  | version | flags | arrival | records | predecessor, if flag 1  | n (4), n bytes, if flag 2| records …
 *  +---------+-------+---------+---------+-------------------------+--------------------------+-----------
 * </pre>
 *
 * <p>The version is now 1. The predecessor is a {@link LogPosition}, the n bytes are the source position in UTF-8, and
 * the rest is what Spark's serializer made of the records.
 *
 * @param predecessor behind the last block that the stream had when the writer of this one began: what earlier writers
 *     left behind that is void. Null when the stream had none.
 * @param arrivalMillis when the block was complete, in milliseconds since 1970
 * @param records how many there are; {@link ReceivedBlock#UNKNOWN_RECORDS} when they came serialized
 * @param position where the source stood after them, if the receiver said
 * @param data the serialized records, ready to be read
 */
record LoggedBlock(
        @Nullable LogPosition predecessor,
        long arrivalMillis,
        long records,
        @Nullable SourcePosition position,
        ByteBuffer data) {

    private static final byte VERSION = 1;
    private static final int HAS_PREDECESSOR = 1;
    private static final int HAS_POSITION = 2;
    private static final int FIXED_BYTES = 2 * Byte.BYTES + 2 * Long.BYTES;

    ByteBuffer encode() {
        int size = FIXED_BYTES + (predecessor == null ? 0 : predecessor.encodedBytes()) + data.remaining();
        ByteBuffer bytes = ByteBuffer.allocate(size + ReceivedBlock.Positions.encodedBytes(position));
        bytes.put(VERSION);
        bytes.put((byte) ((predecessor == null ? 0 : HAS_PREDECESSOR) | (position == null ? 0 : HAS_POSITION)));
        bytes.putLong(arrivalMillis).putLong(records);
        if (predecessor != null) {
            predecessor.writeTo(bytes);
        }
        if (position != null) {
            ReceivedBlock.Positions.write(position, bytes);
        }
        return bytes.put(data.duplicate()).flip();
    }

    /** @throws IllegalArgumentException when the bytes are no block */
    static LoggedBlock decode(ByteBuffer payload) {
        try {
            ByteBuffer source = payload.slice();
            int version = source.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("Expected a received block of version " + VERSION + ", found "
                        + version + "; a newer release may have written it");
            }
            int flags = source.get();
            long arrivalMillis = source.getLong();
            long records = source.getLong();
            LogPosition predecessor = (flags & HAS_PREDECESSOR) == 0 ? null : LogPosition.readFrom(source);
            SourcePosition position = (flags & HAS_POSITION) == 0 ? null : ReceivedBlock.Positions.read(source);
            return new LoggedBlock(predecessor, arrivalMillis, records, position, source.slice());
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("A received block of " + payload.remaining() + " bytes is too short", e);
        }
    }
}
