package io.durastream.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file open for positioned reads. May be used by several threads. */
public interface ReadFile extends AutoCloseable {

    /**
     * Reads up to {@code target.remaining()} bytes beginning at {@code position}.
     *
     * @return the number of bytes read, at least 1 unless the target is full; -1 at or behind the end
     */
    int read(long position, ByteBuffer target) throws IOException;

    /** Bytes that can be read now: for a file that is being written at least what was flushed before {@code open}. */
    long length() throws IOException;

    /** All bytes up to {@link #length()}. For files that are small by construction. */
    default byte[] readAll() throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(length()));
        while (content.hasRemaining()) {
            int at = content.position();
            if (read(at, content) < 0) {
                throw new EOFException("The file ends at " + at + " instead of " + content.limit());
            }
        }
        return content.array();
    }

    @Override
    void close() throws IOException;
}
