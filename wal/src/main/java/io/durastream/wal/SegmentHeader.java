package io.durastream.wal;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.frame.Frame;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The first frame of a segment, type 16. It becomes durable together with the segment's first records.
 *
 * <pre>
 *  0        8         10       10+n      18+n     26+n       34+n              42+n              50+n
 *  +--------+---------+--------+---------+--------+----------+-----------------+-----------------+
 *  | epoch  | n       | writer | segment | 0      | previous | previous length | first abandoned |
 *  +--------+---------+--------+---------+--------+----------+-----------------+-----------------+
 * </pre>
 *
 * <p>The first four fields are a {@link LogPosition}: where the segment begins. {@code previous} is the number of the last
 * segment in which the writer had an append acknowledged, or -1, and {@code previous length} says up to where: bytes of
 * it behind that, and segments numbered between it and this one, are void, because the flush that should have made them
 * durable failed and their appends were made again here. So a reader knows which bytes must be there.
 * {@code first abandoned} is the lowest number of a segment that the writer gave up and could not close, or -1.
 *
 * @param start the beginning of the segment that the header is in
 */
record SegmentHeader(LogPosition start, long previous, long previousLength, long firstAbandoned) {

    static final long NONE = -1;
    private static final int TAIL_BYTES = 3 * Long.BYTES;

    ByteBuffer toFrame() {
        ByteBuffer payload = ByteBuffer.allocate(start.encodedBytes() + TAIL_BYTES);
        start.writeTo(payload);
        payload.putLong(previous).putLong(previousLength).putLong(firstAbandoned);
        return Frame.encode(FrameTypes.SEGMENT_HEADER, payload.flip());
    }

    /**
     * Decodes the first frame of a segment.
     *
     * @throws DamagedFileException when it is not the header of that segment
     */
    static SegmentHeader fromFrame(Frame frame, LogPosition expected, String file) throws DamagedFileException {
        if (frame.type() != FrameTypes.SEGMENT_HEADER) {
            throw new DamagedFileException(file, 0, "expected a segment header, found a frame of type " + frame.type());
        }
        ByteBuffer payload = frame.payload().duplicate();
        LogPosition start = decodeStart(payload, expected, file);
        if (!start.equals(expected)) {
            throw new DamagedFileException(
                    file,
                    0,
                    "expected the header of " + expected + ", found that of " + start + "; was the file moved?");
        }
        SegmentHeader header = new SegmentHeader(start, payload.getLong(), payload.getLong(), payload.getLong());
        if (header.previous < NONE || header.previous >= start.segment()) {
            throw new DamagedFileException(
                    file, 0, "expected a previous segment below " + start.segment() + ", found " + header.previous);
        }
        return header;
    }

    private static LogPosition decodeStart(ByteBuffer payload, LogPosition expected, String file)
            throws DamagedFileException {
        int length = expected.encodedBytes() + TAIL_BYTES;
        try {
            LogPosition start = LogPosition.readFrom(payload);
            if (payload.remaining() == TAIL_BYTES) {
                return start;
            }
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            // Falls through: the same finding, with a right checksum.
        }
        throw new DamagedFileException(file, 0, "expected a segment header of " + length + " bytes in this version");
    }
}
