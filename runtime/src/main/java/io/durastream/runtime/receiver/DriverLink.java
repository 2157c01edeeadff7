package io.durastream.runtime.receiver;

import io.durastream.SourcePosition;
import io.durastream.wal.LogPosition;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The driver as a receiver on an executor sees it. A port: RPC in real life. */
interface DriverLink {

    /**
     * Asks to begin. From the answer on, no earlier attempt of the stream may report.
     *
     * @return empty when no receiver of this run is wanted any more
     */
    Optional<Registration> register() throws IOException;

    /**
     * Tells of a block, and waits for the answer.
     *
     * @return whether it will be in a batch; when not, the attempt is over
     * @throws IOException when that is not known
     */
    boolean report(long attempt, ReceivedBlock block) throws IOException;

    /** Tells of an error, if the driver can be reached. */
    void error(long attempt, String message, @Nullable Throwable error);

    /** Tells that the attempt has ended, if the driver can be reached. */
    void stopped(long attempt, String message, @Nullable Throwable error);

    /**
     * What an attempt begins with.
     *
     * @param attempt its number in the epoch
     * @param predecessor behind the last block that the stream has; null when it has none
     * @param lastPosition where the source stood with it
     * @param firstCacheId the ids from this one on are this attempt's
     */
    record Registration(
            long attempt,
            @Nullable LogPosition predecessor,
            @Nullable SourcePosition lastPosition,
            long firstCacheId) {}
}
