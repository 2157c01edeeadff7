package io.durastream.runtime.receiver;

import io.durastream.SourcePosition;
import io.durastream.runtime.receiver.AttemptOverException.Reason;
import io.durastream.runtime.receiver.DriverLink.Registration;
import io.durastream.storage.Clock;
import io.durastream.storage.SealedException;
import io.durastream.wal.LogExtent;
import io.durastream.wal.LogWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one attempt of a receiver stores: each block goes to the log, then to the cache, then to the driver, and is
 * acknowledged when the driver took it.
 *
 * <p>One block at a time: the driver hears of blocks in the order of the log, and the mark between planned and unplanned
 * depends on that. Once a report was refused or stayed without an answer the attempt is over. What the log has behind
 * the last block that the driver took is void from the next attempt's first block on ({@link ReceivedLog}), so a source
 * that sends it again is not counted twice.
 *
 * <p>Called by any of the receiver's threads, which take turns.
 */
final class BlockWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BlockWriter.class);

    private final int streamId;
    private final Registration registration;
    private final @Nullable LogWriter log;
    private final Cache cache;
    private final DriverLink driver;
    private final Clock clock;
    private long nextCacheId;
    private @Nullable SourcePosition lastPosition;
    private @Nullable AttemptOverException over;

    /** @param log null when received data is kept by the cache alone */
    BlockWriter(
            int streamId,
            Registration registration,
            @Nullable LogWriter log,
            Cache cache,
            DriverLink driver,
            Clock clock) {
        this.streamId = streamId;
        this.registration = registration;
        this.log = log;
        this.cache = cache;
        this.driver = driver;
        this.clock = clock;
        this.nextCacheId = registration.firstCacheId();
        this.lastPosition = registration.lastPosition();
    }

    /**
     * Stores a block; it will be in a batch when this returns.
     *
     * @param records how many; {@link ReceivedBlock#UNKNOWN_RECORDS} when not known
     * @param data the serialized records; the buffer is the cache's from now on
     * @throws AttemptOverException when the attempt is over, now or since an earlier block
     * @throws IOException when the log could not be written; the attempt goes on, and may try again
     */
    synchronized void store(long records, ByteBuffer data, @Nullable SourcePosition position) throws IOException {
        failIfOver();
        LoggedBlock logged = new LoggedBlock(registration.predecessor(), clock.wallMillis(), records, position, data);
        LogExtent extent = log == null ? null : append(log, logged);
        long cacheId = nextCacheId++;
        if (!cache.put(cacheId, data) && extent == null) {
            throw new IOException("No executor has room for a block of " + data.remaining() + " bytes, and there is no"
                    + " write-ahead log; the storage level of the receiver may allow the disk");
        }
        report(new ReceivedBlock(streamId, extent, logged.arrivalMillis(), records, position, cacheId));
        if (position != null) {
            lastPosition = position;
        }
    }

    synchronized Optional<SourcePosition> lastPosition() {
        return Optional.ofNullable(lastPosition);
    }

    @Override
    public synchronized void close() {
        if (over == null) {
            over = new AttemptOverException(Reason.REFUSED, "The receiver of stream " + streamId + " was stopped");
        }
        if (log != null) {
            try {
                log.close();
            } catch (IOException e) {
                LOG.info("Could not end the log of a receiver of stream {}; whoever reads it will", streamId, e);
            }
        }
    }

    private LogExtent append(LogWriter target, LoggedBlock block) throws IOException {
        try {
            return target.append(block.encode());
        } catch (SealedException e) {
            throw end(
                    Reason.FENCED,
                    "The receiver of stream " + streamId + " is fenced: a later driver has taken over its checkpoint"
                            + " directory. Nothing is acknowledged any more",
                    e);
        }
    }

    private void report(ReceivedBlock block) throws IOException {
        boolean taken;
        try {
            taken = driver.report(registration.attempt(), block);
        } catch (IOException e) {
            throw end(Reason.UNDECIDED, "The driver did not say whether it took a block", e);
        }
        if (!taken) {
            over = new AttemptOverException(Reason.REFUSED, "Failed to add block to receiver tracker.");
            throw over;
        }
    }

    private AttemptOverException end(Reason reason, String message, IOException cause) {
        AttemptOverException end = new AttemptOverException(reason, message, cause);
        over = end;
        return end;
    }

    private void failIfOver() throws AttemptOverException {
        if (over != null) {
            throw over;
        }
    }

    /** Where blocks are kept to be read soon. */
    interface Cache {
        /** Keeps a block. Returns whether it is there; without a log that decides. */
        boolean put(long id, ByteBuffer data);
    }
}
