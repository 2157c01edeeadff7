package io.durastream.checkpoint;

import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import java.io.IOException;
import java.util.List;

/** The fenced batch log. */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class BatchLog {

    private BatchLog() {}

    /** Reads the log to its end, changing nothing. */
    public static BatchLogView read(Storage storage) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Takes the log over: begins the next epoch and thereby fences every earlier writer. */
    public static BatchLog claim(Storage storage, WriterId writer, String host, Clock clock, BatchLogOptions options)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The epoch that this writer began. */
    public Epoch epoch() {
        throw new UnsupportedOperationException();
    }

    /** The fold of all entries that are known to be durable. */
    public LogState state() {
        throw new UnsupportedOperationException();
    }

    /** Appends one entry with these records. After Unknown, appending the same records again never appends them twice. */
    public CommitOutcome append(List<BatchRecord> records) {
        throw new UnsupportedOperationException();
    }

    /** Decides an append whose outcome is unknown; committed with the last sequence number when there is none. */
    public CommitOutcome settle() {
        throw new UnsupportedOperationException();
    }

    /** Puts a snapshot and deletes what it covers. */
    public void compact() throws IOException {
        throw new UnsupportedOperationException();
    }
}
