package io.durastream.wal;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Epoch;
import io.durastream.storage.ReadFile;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.frame.Frame;
import io.durastream.storage.frame.FrameReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where a dead writer's log ends: the content of its file {@code sealed}, one frame of type 19. Put once its last segments
 * are sealed, so it never changes, and everything before it must be there from then on.
 *
 * <pre>
 *  0         8     16
 *  +---------+-----+------------+
 *  | segment | end | torn bytes |
 *  +---------+-----+------------+
 * </pre>
 *
 * @param segment the last segment that counts; -1 when none does
 * @param end the offset in it behind the last whole frame
 * @param tornBytes the length of the unfinished frame that follows in the file
 */
record SealedEnd(long segment, long end, long tornBytes) {

    static final SealedEnd NOTHING = new SealedEnd(SegmentHeader.NONE, 0, 0);

    boolean isNothing() {
        return segment == SegmentHeader.NONE;
    }

    void put(Storage storage, Layout layout, Epoch epoch, String writer) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(3 * Long.BYTES);
        payload.putLong(segment).putLong(end).putLong(tornBytes).flip();
        // Another sealer saw the same final lengths and put the same.
        storage.putIfAbsent(
                layout.sealedEnd(epoch, writer),
                Frame.encode(FrameTypes.SEALED_END, payload).array());
    }

    static SealedEnd read(Storage storage, StoragePath path) throws IOException {
        try (ReadFile file = storage.open(path)) {
            FrameReader frames = new FrameReader(file, path.value(), 0, Long.MAX_VALUE);
            if (frames.next() instanceof FrameReader.Read read
                    && frames.next() instanceof FrameReader.End
                    && isSealedEnd(read.frame())) {
                ByteBuffer payload = read.frame().payload().duplicate();
                return new SealedEnd(payload.getLong(), payload.getLong(), payload.getLong());
            }
        }
        throw new DamagedFileException(
                path.value(),
                0,
                "expected exactly one whole frame that says where the writer's log ends; if its segments are sound, delete this"
                        + " file and the next start makes it again");
    }

    private static boolean isSealedEnd(Frame frame) {
        return frame.type() == FrameTypes.SEALED_END && frame.payload().remaining() == 3 * Long.BYTES;
    }
}
