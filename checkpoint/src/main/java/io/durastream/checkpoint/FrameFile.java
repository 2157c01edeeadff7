package io.durastream.checkpoint;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.ReadFile;
import io.durastream.storage.StoragePath;
import io.durastream.storage.frame.Frame;
import io.durastream.storage.frame.FrameReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that was put as a whole and holds exactly one frame. It cannot be torn, so a torn one is damage. */
final class FrameFile {

    private FrameFile() {}

    static byte[] encode(byte type, ByteBuffer payload) {
        return Frame.encode(type, payload).array();
    }

    /** The payload of the one frame. */
    static ByteBuffer decode(StoragePath path, byte[] file, byte type) throws IOException {
        FrameReader reader = new FrameReader(new InMemory(file), path.value(), 0, file.length);
        FrameReader.Next next = reader.next();
        if (!(next instanceof FrameReader.Read read)) {
            throw new DamagedFileException(
                    path.value(),
                    0,
                    "expected a whole frame, found a file of " + file.length + " bytes that ends too early");
        }
        if (read.frame().type() != type) {
            throw new DamagedFileException(
                    path.value(),
                    3,
                    "expected a frame of type " + type + ", found type "
                            + read.frame().type());
        }
        if (reader.position() != file.length) {
            throw new DamagedFileException(
                    path.value(),
                    reader.position(),
                    "expected the end of the file, found " + (file.length - reader.position()) + " more bytes");
        }
        return read.frame().payload();
    }

    private static final class InMemory implements ReadFile {

        private final byte[] content;

        InMemory(byte[] content) {
            this.content = content;
        }

        @Override
        public int read(long position, ByteBuffer target) {
            if (position >= content.length) {
                return -1;
            }
            int bytes = (int) Math.min(target.remaining(), content.length - position);
            target.put(content, (int) position, bytes);
            return bytes;
        }

        @Override
        public long length() {
            return content.length;
        }

        @Override
        public void close() {}
    }
}
