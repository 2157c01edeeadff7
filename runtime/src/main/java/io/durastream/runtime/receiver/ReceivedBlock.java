package io.durastream.runtime.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.durastream.SourcePosition;
import io.durastream.wal.LogExtent;
import io.durastream.wal.LogPosition;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Records that were received together, and where they are: what a receiver reports to the driver and what the plan of a
 * batch refers to. Binary form, big-endian; its version is that of what it is embedded in, {@link ReceivedRange}.
 *
 * <pre>
 *  0        4         12        20         28      29
 *  +--------+---------+---------+----------+-------+---------------------+-------------------------+
 *  | stream | arrival | records | cache id | flags | extent, if flag 1   | n (4), n bytes, if flag 2|
 *  +--------+---------+---------+----------+-------+---------------------+-------------------------+
 * </pre>
 *
 * <p>The extent is a {@link LogExtent} in its own binary form; the n bytes are the source position in UTF-8.
 *
 * @param streamId the input stream in whose name executors cache the block
 * @param extent where the block stands in the stream's log; null when there is no log
 * @param arrivalMillis when the receiver completed it, by the clock of its machine, in milliseconds since 1970
 * @param records how many records it holds; {@link #UNKNOWN_RECORDS} when they came serialized
 * @param position where the source stood after it, if the receiver said
 * @param cacheId the id under which executors may have it in memory or on disk; {@link #NOT_CACHED} when none has
 */
public record ReceivedBlock(
        int streamId,
        @Nullable LogExtent extent,
        long arrivalMillis,
        long records,
        @Nullable SourcePosition position,
        long cacheId) {

    public static final long UNKNOWN_RECORDS = -1;
    public static final long NOT_CACHED = 0;

    private static final int HAS_EXTENT = 1;
    private static final int HAS_POSITION = 2;
    private static final int FIXED_BYTES = Integer.BYTES + 3 * Long.BYTES + Byte.BYTES;

    /** Behind the block in its log. */
    public LogPosition end() {
        if (extent == null) {
            throw new IllegalStateException("A block without a log has no position: " + this);
        }
        return extent.endPosition();
    }

    /** The bytes that {@link #writeTo} takes. */
    public int encodedBytes() {
        return FIXED_BYTES + (extent == null ? 0 : extent.encodedBytes()) + Positions.encodedBytes(position);
    }

    public void writeTo(ByteBuffer target) {
        target.putInt(streamId).putLong(arrivalMillis).putLong(records).putLong(cacheId);
        target.put((byte) ((extent == null ? 0 : HAS_EXTENT) | (position == null ? 0 : HAS_POSITION)));
        if (extent != null) {
            extent.writeTo(target);
        }
        if (position != null) {
            Positions.write(position, target);
        }
    }

    /** The binary form alone. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(encodedBytes());
        writeTo(bytes);
        return bytes.array();
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws IllegalArgumentException when the bytes are no block
     */
    public static ReceivedBlock readFrom(ByteBuffer source) {
        int streamId = source.getInt();
        long arrivalMillis = source.getLong();
        long records = source.getLong();
        long cacheId = source.getLong();
        int flags = source.get();
        LogExtent extent = (flags & HAS_EXTENT) == 0 ? null : LogExtent.readFrom(source);
        SourcePosition position = (flags & HAS_POSITION) == 0 ? null : Positions.read(source);
        return new ReceivedBlock(streamId, extent, arrivalMillis, records, position, cacheId);
    }

    /** Source positions in their binary form: n (4 bytes) and n bytes of UTF-8. */
    static final class Positions {

        private Positions() {}

        static int encodedBytes(@Nullable SourcePosition position) {
            return position == null ? 0 : Integer.BYTES + position.value().getBytes(UTF_8).length;
        }

        static void write(SourcePosition position, ByteBuffer target) {
            byte[] text = position.value().getBytes(UTF_8);
            target.putInt(text.length).put(text);
        }

        static SourcePosition read(ByteBuffer source) {
            int length = source.getInt();
            if (length < 0 || length > source.remaining()) {
                throw new IllegalArgumentException("A source position of " + length + " bytes does not fit into the "
                        + source.remaining() + " that follow");
            }
            byte[] text = new byte[length];
            source.get(text);
            return new SourcePosition(new String(text, UTF_8));
        }
    }
}
