package io.durastream.checkpoint;

import io.durastream.storage.Clock;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Storage;
import java.io.IOException;

/**
 * Reads a batch log that another process writes, again and again: each time only what is new. Changes nothing. Owned by one
 * thread.
 *
 * <p>A poll that finds nothing new costs one listing; one that does, besides the new entries, a second listing and a look
 * at the snapshot. The second is needed because what is read is kept: a slot that a compaction freed may hold an entry that
 * does not count, and unlike a single {@link BatchLog#read} a follower would go on from it. After a compaction that came
 * before the follower had read what it covers, or whose snapshot it sees for the first time, that snapshot is read.
 */
public final class BatchLogFollower {

    /** A log that is compacted between so many readings and the look after them is fought over. */
    private static final int MAX_ATTEMPTS = 20;

    private final LogDirectory directory;
    private final LogReader reader;
    private BatchLogView known = LogReader.NOTHING;

    private BatchLogFollower(LogDirectory directory) {
        this.directory = directory;
        this.reader = new LogReader(directory);
    }

    /** Reads nothing yet. */
    public static BatchLogFollower of(Storage storage) {
        return new BatchLogFollower(new LogDirectory(storage));
    }

    /**
     * The state of the log now, never an earlier one than that of the poll before. After an exception the next poll goes on
     * where the last successful one ended.
     *
     * @throws DamagedFileException when a file of the log is damaged or missing, or the log has become shorter
     * @throws IOException when the storage failed; may be repeated
     */
    public LogState poll() throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            BatchLogView now = reader.readOn(known);
            if (now.equals(known)) {
                return known.state();
            }
            if (directory.isBuiltOn(now.snapshot().sequence())) {
                failIfShorter(now);
                known = now;
                return now.state();
            }
        }
        throw new IOException("The batch log " + directory.location() + " was compacted after each of " + MAX_ATTEMPTS
                + " readings; look for drivers that compact it in a loop");
    }

    /**
     * {@link BatchLog#claim Claims} the log that was followed: reads only what is new since the last poll.
     *
     * @param writer unique to this start of a driver
     * @param host where the driver runs, for people
     */
    public BatchLog claim(WriterId writer, String host, Clock clock, BatchLogOptions options) throws IOException {
        return BatchLog.claim(directory, known, writer, host, clock, options);
    }

    private void failIfShorter(BatchLogView now) throws DamagedFileException {
        if (now.lastSequence() < known.lastSequence()) {
            throw new DamagedFileException(
                    LogDirectory.entryPath(known.lastSequence()).value(),
                    0,
                    "expected this entry or a snapshot of it, for it was there before; the log ends with entry "
                            + now.lastSequence()
                            + ". Was an older copy of the checkpoint directory put in its place?");
        }
    }
}
