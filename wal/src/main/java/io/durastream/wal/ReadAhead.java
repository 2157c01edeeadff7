package io.durastream.wal;

import io.durastream.storage.ReadFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads a file in large pieces for a reader of small frames: a positioned read costs a system call on local disk and a
 * round trip on HDFS. Owned by one thread.
 */
final class ReadAhead implements ReadFile {

    private final ReadFile file;
    private final int windowBytes;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;

    /** @param windowBytes how much is read at once */
    ReadAhead(ReadFile file, int windowBytes) {
        this.file = file;
        this.windowBytes = windowBytes;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        if (!isInWindow(position)) {
            if (target.remaining() >= windowBytes) {
                return file.read(position, target);
            }
            if (!fill(position)) {
                return -1;
            }
        }
        ByteBuffer piece = window.duplicate().position((int) (position - windowStart));
        piece.limit(Math.min(piece.limit(), piece.position() + target.remaining()));
        int bytes = piece.remaining();
        target.put(piece);
        return bytes;
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private boolean isInWindow(long position) {
        return position >= windowStart && position < windowStart + window.limit();
    }

    private boolean fill(long position) throws IOException {
        ByteBuffer fresh = window.capacity() == windowBytes ? window.clear() : ByteBuffer.allocate(windowBytes);
        int bytes = 0;
        while (fresh.hasRemaining() && bytes >= 0) {
            bytes = file.read(position + fresh.position(), fresh);
        }
        window = fresh.flip();
        windowStart = position;
        return window.hasRemaining();
    }
}
