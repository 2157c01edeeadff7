package io.durastream.storage.hdfs;

import io.durastream.storage.Clock;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * Takes the lease of a file away from its writer.
 *
 * <p>{@code recoverLease} only starts the recovery of the last block, which a DataNode is told with its next heartbeat
 * (3 s by default); then the file is closed. Asking again before that is cheap and does not start another recovery, but
 * a recovery that failed must be started again.
 */
final class Leases {

    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 500;
    private static final long MILLIS_BETWEEN_RECOVERIES = 5_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final DistributedFileSystem hdfs;
    private final Clock clock;
    private final Duration timeout;

    Leases(DistributedFileSystem hdfs, Clock clock, Duration timeout) {
        this.hdfs = hdfs;
        this.clock = clock;
        this.timeout = timeout;
    }

    /** Closes the file for its writer and returns the length it got. */
    long end(Path file) throws IOException {
        long started = clock.nanoTime();
        long recovered = started;
        boolean closed = hdfs.recoverLease(file);
        for (long pause = FIRST_PAUSE_MILLIS; !closed; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            if (millisSince(started) > timeout.toMillis()) {
                throw new IOException("HDFS has not recovered the lease of " + file + " within " + timeout
                        + ": are DataNodes that hold its last block down? Sealing can be repeated at any time");
            }
            sleep(pause);
            closed = hdfs.isFileClosed(file);
            if (!closed && millisSince(recovered) > MILLIS_BETWEEN_RECOVERIES) {
                recovered = clock.nanoTime();
                closed = hdfs.recoverLease(file);
            }
        }
        return hdfs.getFileStatus(file).getLen();
    }

    /** Whether a file that its writer did not close is closed or gone: then somebody else did it. */
    boolean isTaken(Path file) throws IOException {
        try {
            return hdfs.isFileClosed(file);
        } catch (FileNotFoundException deleted) {
            return true;
        }
    }

    private long millisSince(long nanos) {
        return (clock.nanoTime() - nanos) / NANOS_PER_MILLI;
    }

    private void sleep(long millis) throws IOException {
        try {
            clock.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException("Interrupted while a lease was recovered").initCause(interrupted);
        }
    }
}
