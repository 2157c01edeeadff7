package io.durastream.wal;

import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A log directory. */
@SuppressWarnings("DoNotCallSuggester")
public final class SegmentedLog {

    public SegmentedLog(Storage storage, StoragePath root, SegmentedLogOptions options, Clock clock) {}

    /** A writer of the given name; makes no file before its first append. The name must be new in its epoch. */
    public LogWriter openWriter(Epoch epoch, String writer) {
        throw new UnsupportedOperationException("Not written yet");
    }

    /** Ends every writer of an epoch before {@code epoch} for good. */
    public SealReport sealBefore(Epoch epoch) throws IOException {
        throw new UnsupportedOperationException("Not written yet");
    }

    /** Reads a writer's entries from a position on. */
    public LogReader scan(LogPosition from) throws IOException {
        throw new UnsupportedOperationException("Not written yet");
    }

    /** The payload of an extent of exactly one entry. */
    public ByteBuffer read(LogExtent extent) throws IOException {
        throw new UnsupportedOperationException("Not written yet");
    }

    /** The entries of an extent. */
    public List<LogEntry> readAll(LogExtent extent) throws IOException {
        throw new UnsupportedOperationException("Not written yet");
    }

    /** All writers that left files, in the order of epoch and name. */
    public List<WriterLog> writers() throws IOException {
        throw new UnsupportedOperationException("Not written yet");
    }

    /**
     * The segments of a writer that hold nothing at or after the position, in the order in which they may be deleted.
     * Deleting is the caller's, who must be authorised by the batch log.
     */
    public List<StoragePath> segmentsBefore(LogPosition position) throws IOException {
        throw new UnsupportedOperationException("Not written yet");
    }
}
