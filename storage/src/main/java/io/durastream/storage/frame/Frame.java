package io.durastream.storage.frame;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One framed record. All integers are big-endian.
 *
 * <pre>
 *  0        2     3      4            8             12            16
 *  +--------+-----+------+------------+-------------+-------------+---------------
 *  | 0xD57A | ver | type | length     | header CRC  | payload CRC | payload …
 *  +--------+-----+------+------------+-------------+-------------+---------------
 * </pre>
 *
 * <p>{@code ver} is the version of this layout, now 1. {@code type} says what the payload is; {@code docs/format.md}
 * has the list. {@code header CRC} is the CRC32C of bytes 0 to 7 and {@code payload CRC} that of the payload: a flipped
 * length is therefore told from a file that ends too early.
 *
 * @param type what the payload is, 0 to 127
 * @param payload the content, ready to be read from its position to its limit
 */
public record Frame(byte type, ByteBuffer payload) {

    /** What every frame begins with. */
    public static final short MAGIC = (short) 0xD57A;
    /** The version of this layout. */
    public static final byte VERSION = 1;
    /** How many bytes come before the payload. */
    public static final int HEADER_BYTES = 16;
    /** No frame is longer; a length above is damage and not a reason to allocate. */
    public static final int MAX_PAYLOAD_BYTES = 256 << 20;

    /** The bytes that a payload takes in a file. */
    public static long sizeOf(int payloadBytes) {
        return (long) HEADER_BYTES + payloadBytes;
    }

    /** The frame as it stands in a file. */
    public static ByteBuffer encode(byte type, ByteBuffer payload) {
        int length = payload.remaining();
        if (length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("A frame holds at most " + MAX_PAYLOAD_BYTES + " bytes, got " + length);
        }
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + length);
        frame.putShort(MAGIC).put(VERSION).put(type).putInt(length);
        frame.putInt(crc(frame.duplicate().flip())).putInt(crc(payload.duplicate()));
        return frame.put(payload.duplicate()).flip();
    }

    /** As {@link #encode(byte, ByteBuffer)}. */
    public static ByteBuffer encode(byte type, byte[] payload) {
        return encode(type, ByteBuffer.wrap(payload));
    }

    static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
