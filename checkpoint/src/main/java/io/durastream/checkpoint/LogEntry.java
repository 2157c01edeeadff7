package io.durastream.checkpoint;

import io.durastream.storage.Epoch;
import java.util.List;

/**
 * One entry of the batch log: all of its records are durable, or none.
 *
 * @param sequence its number, from 1 without gaps
 * @param epoch the writer's epoch
 * @param writer who wrote it
 * @param wallMillis when, by the writer's clock
 * @param records at least one
 */
public record LogEntry(long sequence, Epoch epoch, WriterId writer, long wallMillis, List<BatchRecord> records) {

    public LogEntry {
        if (sequence < 1) {
            throw new IllegalArgumentException("A sequence number is at least 1, got " + sequence);
        }
        if (records.isEmpty()) {
            throw new IllegalArgumentException("An entry has at least one record");
        }
        records = List.copyOf(records);
    }
}
