package io.durastream.wal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Appends to the segments of one writer. Thread-safe; has no thread of its own.
 *
 * <p>Appends that arrive while another one is being flushed share the next flush. The appends of one thread stand in
 * the log in the order in which it made them.
 */
public interface LogWriter extends AutoCloseable {

    /**
     * Adds an entry, durable when this returns. Blocks meanwhile.
     *
     * @param payload the remaining bytes are the entry; neither position nor content is changed
     * @return where the entry stands
     * @throws io.durastream.storage.SealedException when a later epoch sealed the log: this and every other append of
     *     this writer fails from now on, and its owner has to stop
     * @throws IOException when no flush succeeded within the configured tries: the entry may still be found if the
     *     writer dies now; it is void as soon as a later append of this writer is acknowledged. The writer may be used on.
     */
    LogExtent append(ByteBuffer payload) throws IOException;

    /** Ends the current segment; waits for appends under way. Idempotent. Later appends are refused. */
    @Override
    void close() throws IOException;
}
