package io.durastream.runtime.wal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several records as one. Big-endian:
 *
 * <pre>
 *  0         1       5
 *  +---------+-------+----------------------+--------
 *  | version | count | n (4), n bytes       | …
 *  +---------+-------+----------------------+--------
 * </pre>
 *
 * <p>The version is now 1.
 */
final class RecordBatch {

    private static final byte VERSION = 1;

    private RecordBatch() {}

    static ByteBuffer encode(List<ByteBuffer> records) {
        int size = Byte.BYTES + Integer.BYTES;
        for (ByteBuffer record : records) {
            size = Math.addExact(size, Integer.BYTES + record.remaining());
        }
        ByteBuffer batch = ByteBuffer.allocate(size).put(VERSION).putInt(records.size());
        records.forEach(record -> batch.putInt(record.remaining()).put(record.duplicate()));
        return batch.flip();
    }

    /** @throws IllegalStateException when the bytes are no batch */
    static List<ByteBuffer> decode(ByteBuffer batch) {
        ByteBuffer source = batch.slice();
        try {
            byte version = source.get();
            int count = source.getInt();
            List<ByteBuffer> records = new ArrayList<>();
            while (records.size() < count) {
                int length = source.getInt();
                records.add(source.slice(source.position(), length));
                source.position(source.position() + length);
            }
            if (version == VERSION && !source.hasRemaining()) {
                return records;
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw notABatch(batch, e);
        }
        throw notABatch(batch, null);
    }

    private static IllegalStateException notABatch(ByteBuffer batch, @Nullable Exception e) {
        return new IllegalStateException(
                "Expected a batch of records, found " + batch.remaining() + " other bytes: they were written with"
                        + " spark.streaming.driver.writeAheadLog.allowBatching = false, and have to be read so",
                e);
    }
}
