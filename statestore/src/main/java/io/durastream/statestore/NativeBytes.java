package io.durastream.statestore;

import java.nio.ByteBuffer;
import org.rocksdb.DirectSlice;

/**
 * Bytes on their way to RocksDB: written in Java, and read where they lie. What is handed over is the address, which is asked
 * for once: to ask a buffer or an array each time costs as much as writing a row of a few bytes. Owned by one thread.
 */
final class NativeBytes implements AutoCloseable {

    private final ByteBuffer buffer;
    private final DirectSlice slice;
    private int length;

    NativeBytes(int capacity) {
        buffer = ByteBuffer.allocateDirect(capacity);
        slice = new DirectSlice(buffer);
        length = capacity;
    }

    /** To be written from its beginning. */
    ByteBuffer clear() {
        return buffer.clear();
    }

    /** What was written since it was cleared. Valid until it is written again or closed. */
    DirectSlice written() {
        if (length != buffer.position()) {
            length = buffer.position();
            slice.setLength(length);
        }
        return slice;
    }

    @Override
    public void close() {
        slice.close();
    }
}
