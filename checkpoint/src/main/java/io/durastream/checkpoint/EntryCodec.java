package io.durastream.checkpoint;

import io.durastream.storage.Epoch;
import io.durastream.storage.StoragePath;
import java.io.IOException;

/**
 * The file of a {@link LogEntry}, {@code batches/<sequence, 20 digits>.entry}: one frame of type
 * {@value FrameTypes#ENTRY} with this payload, in the terms of {@link PayloadWriter}; the records are drawn in
 * {@link RecordCodec}.
 *
 * <pre>
 *  0         2          10      18                +4+n           +8            +4
 *  +---------+----------+-------+-----------------+--------------+-------------+----------------------
 *  | u16 = 1 | i64      | i64   | string          | i64          | i32         | u8 tag, body
 *  | version | sequence | epoch | writer          | wall millis  | count       | … count times
 *  +---------+----------+-------+-----------------+--------------+-------------+----------------------
 * </pre>
 */
final class EntryCodec {

    private static final int VERSION = 1;

    private EntryCodec() {}

    static byte[] encode(LogEntry entry) {
        PayloadWriter out = new PayloadWriter();
        out.u16(VERSION).i64(entry.sequence()).i64(entry.epoch().number());
        out.string(entry.writer().value()).i64(entry.wallMillis());
        out.list(entry.records(), RecordCodec::write);
        return FrameFile.encode(FrameTypes.ENTRY, out.payload());
    }

    static LogEntry decode(StoragePath path, byte[] file) throws IOException {
        return new PayloadReader(path, FrameFile.decode(path, file, FrameTypes.ENTRY)).whole(EntryCodec::read);
    }

    private static LogEntry read(PayloadReader in) throws IOException {
        in.expectVersion(VERSION);
        return new LogEntry(
                in.i64(), Epoch.of(in.i64()), WriterId.of(in.string()), in.i64(), in.list(RecordCodec::read));
    }
}
