package io.durastream.storage.frame;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.ReadFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Reads the frames of one file, one after the other, up to a limit. Owned by one thread.
 *
 * <p>A file ends in one of three ways. At a frame boundary: all is well. In a <em>torn tail</em>: the rest is shorter
 * than the frame that it begins, or is nothing but zeros (a crash before the bytes reached the disk). Anything else is
 * <em>damage</em> and thrown. Whether a torn tail is acceptable is for the caller to judge: it is in the last segment
 * of a log whose writer died, and nowhere else, and not below a position that is referred to.
 */
public final class FrameReader {

    /** A read of HDFS costs a round trip, so that many small frames are read at once. */
    private static final int WINDOW_BYTES = 64 << 10;

    private final ReadFile file;
    private final String name;
    private final long limit;
    private long position;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;

    /**
     * @param name the file's name for messages
     * @param position where a frame begins
     * @param limit the file is taken to end here, if it does not end before
     */
    public FrameReader(ReadFile file, String name, long position, long limit) throws IOException {
        this.file = file;
        this.name = name;
        this.position = position;
        this.limit = Math.min(limit, file.length());
    }

    /** Where the next frame begins; after a torn tail, where the tail begins. */
    public long position() {
        return position;
    }

    /** What stands at the current position; a frame is stepped over, an end is not. */
    public Next next() throws IOException {
        long rest = limit - position;
        if (rest <= 0) {
            return new End();
        }
        ByteBuffer header = readFully(position, (int) Math.min(rest, Frame.HEADER_BYTES));
        if (header.remaining() < Frame.HEADER_BYTES || isZeroToTheEnd(header)) {
            return tornTailOrDamage(header, rest);
        }
        short magic = header.getShort();
        byte version = header.get();
        byte type = header.get();
        int length = header.getInt();
        int headerCrc = header.getInt();
        int payloadCrc = header.getInt();
        if (magic != Frame.MAGIC) {
            throw damage(String.format(Locale.ROOT, "expected a frame (magic %04x), found %04x", Frame.MAGIC, magic));
        }
        if (Frame.crc(header.duplicate().position(0).limit(8)) != headerCrc) {
            throw damage("the checksum of the frame's header does not match");
        }
        if (version != Frame.VERSION) {
            throw damage("expected frame version " + Frame.VERSION + ", found " + version
                    + "; a newer release may have written this file");
        }
        if (length < 0 || length > Frame.MAX_PAYLOAD_BYTES) {
            throw damage("a frame's length is at most " + Frame.MAX_PAYLOAD_BYTES + ", found " + length);
        }
        if (rest < Frame.sizeOf(length)) {
            return new TornTail(position, rest);
        }
        ByteBuffer payload = readFully(position + Frame.HEADER_BYTES, length);
        if (payload.remaining() != length || Frame.crc(payload.duplicate()) != payloadCrc) {
            throw damage("the checksum of the frame's payload (" + length + " bytes) does not match");
        }
        position += Frame.sizeOf(length);
        return new Read(new Frame(type, payload));
    }

    /** What {@link #next()} found. */
    public sealed interface Next {}

    /** A whole frame with right checksums. */
    public record Read(Frame frame) implements Next {}

    /** The end, at a frame boundary. */
    public record End() implements Next {}

    /** The end, inside a frame that was never completed. */
    public record TornTail(long offset, long bytes) implements Next {}

    private Next tornTailOrDamage(ByteBuffer header, long rest) throws IOException {
        ByteBuffer expected =
                ByteBuffer.allocate(3).putShort(Frame.MAGIC).put(Frame.VERSION).flip();
        int known = Math.min(expected.limit(), header.remaining());
        boolean begunFrame =
                header.duplicate().limit(known).equals(expected.duplicate().limit(known));
        if (begunFrame || isZeroToTheEnd(header)) {
            return new TornTail(position, rest);
        }
        throw damage("expected a frame or the end of the file, found " + rest + " bytes that begin no frame");
    }

    private boolean isZeroToTheEnd(ByteBuffer header) throws IOException {
        if (!isZero(header.duplicate())) {
            return false;
        }
        long at = position + header.remaining();
        while (at < limit) {
            ByteBuffer chunk = readFully(at, (int) Math.min(WINDOW_BYTES, limit - at));
            if (!isZero(chunk.duplicate())) {
                return false;
            }
            at += chunk.remaining();
        }
        return true;
    }

    private static boolean isZero(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (bytes.get() != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bytes, copied: what the caller keeps does not keep the window. */
    private ByteBuffer readFully(long from, int bytes) throws IOException {
        if (from < windowStart || from + bytes > windowStart + window.limit()) {
            fillWindow(from, bytes);
        }
        ByteBuffer target = ByteBuffer.allocate(bytes);
        return target.put(window.duplicate()
                        .position((int) (from - windowStart))
                        .limit((int) (from - windowStart) + bytes))
                .flip();
    }

    private void fillWindow(long from, int bytes) throws IOException {
        int size = (int) Math.min(limit - from, Math.max(bytes, WINDOW_BYTES));
        ByteBuffer filled = ByteBuffer.allocate(size);
        while (filled.hasRemaining()) {
            if (file.read(from + filled.position(), filled) < 0) {
                throw new IOException(
                        "File " + name + " became shorter while it was read, at offset " + (from + filled.position()));
            }
        }
        window = filled.flip();
        windowStart = from;
    }

    private DamagedFileException damage(String expectation) {
        return new DamagedFileException(name, position, expectation);
    }
}
