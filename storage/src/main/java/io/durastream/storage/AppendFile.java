package io.durastream.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file open for appending, owned by one writer. Not thread-safe.
 *
 * <p>What was appended counts from the first {@link #flush()} that returns. After any exception the file is of no use
 * to this writer: the bytes since the last flush may or may not be there, and the writer goes on in a new file.
 */
public interface AppendFile extends AutoCloseable {

    /** Adds the buffer's remaining bytes; promises nothing before {@link #flush()}. */
    void append(ByteBuffer bytes) throws IOException;

    /**
     * Makes all appended bytes durable and visible to readers.
     *
     * @throws SealedException when the file was sealed: the bytes since the last acknowledged flush are not part of it,
     *     or are part of it by chance
     */
    void flush() throws IOException;

    /** Bytes appended so far, flushed or not: the offset at which the next {@link #append} begins. */
    long position();

    /** Flushes and ends the file. Idempotent. A file closed this way needs no sealing. */
    @Override
    void close() throws IOException;

    /** Gives the writer's resources back without flushing; never throws. For a writer that failed or crashed. */
    void abandon();
}
