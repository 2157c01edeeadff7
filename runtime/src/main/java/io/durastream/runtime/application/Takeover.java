package io.durastream.runtime.application;

import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchLogFollower;
import io.durastream.checkpoint.BatchLogOptions;
import io.durastream.checkpoint.BatchRecord;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.CommitOutcome;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.WriterId;
import io.durastream.runtime.driver.BatchGrid;
import io.durastream.runtime.driver.FencedException;
import io.durastream.runtime.recovery.IdentifiedGraph;
import io.durastream.runtime.recovery.OperatorMatching;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes a checkpoint directory over for an application: claims the batch log, and puts down which application goes on. What
 * does not match was refused before ({@link Leadership}), so that it fences nobody.
 *
 * @param log the batch log, claimed
 * @param grid the times of the batches to come
 */
record Takeover(BatchLog log, BatchGrid grid) {

    /**
     * Takes over.
     *
     * @param before the batch log, as read until now
     * @param graph the digest of the saved application
     * @param batchMillis the batch interval
     * @param dropped operators of the checkpoint that the user gives up
     * @throws io.durastream.runtime.recovery.CheckpointMismatchException when the checkpoint has operators that the
     *     application does not
     * @throws FencedException when another driver took over in the same moment
     */
    static Takeover of(
            BatchLogFollower before,
            WriterId writer,
            Clock clock,
            IdentifiedGraph identified,
            String graph,
            long batchMillis,
            Set<OperatorId> dropped)
            throws IOException, FencedException {
        BatchLog log = before.claim(writer, hostName(), clock, BatchLogOptions.defaults());
        long claimed = clock.wallMillis();
        OperatorMatching matching = OperatorMatching.match(log.state(), identified, dropped);
        BatchGrid grid = gridOf(log.state(), batchMillis, clock);
        List<BatchRecord> entry = new ArrayList<>();
        if (!matching.dropped().isEmpty()) {
            entry.add(new BatchRecord.OperatorsDropped(matching.dropped()));
        }
        entry.add(new BatchRecord.ApplicationStarted(graph, grid.zeroMillis(), batchMillis, identified.operators()));
        entry.addAll(LeadUp.take(log.epoch()));
        entry.add(new BatchRecord.RecoveryEvent(
                log.epoch(), BatchRecord.Phase.FENCED, claimed, "claimed by " + writer.value()));
        entry.add(new BatchRecord.RecoveryEvent(
                log.epoch(),
                BatchRecord.Phase.LOADED,
                clock.wallMillis(),
                matching.kept().size() + " operators kept, " + matching.added().size() + " new, "
                        + matching.dropped().size() + " dropped"));
        requireCommitted(log, log.append(entry));
        return new Takeover(log, grid);
    }

    private static void requireCommitted(BatchLog log, CommitOutcome outcome) throws IOException, FencedException {
        if (outcome instanceof CommitOutcome.Fenced fenced) {
            throw new FencedException(log.epoch(), fenced.by());
        }
        if (outcome instanceof CommitOutcome.Unknown unknown) {
            throw new IOException(
                    "The start of the application could not be written to the batch log; starting again is safe",
                    unknown.cause());
        }
    }

    /** The grid of the batches before; with another interval a new one that begins where the old one was left. */
    private static BatchGrid gridOf(LogState state, long batchMillis, Clock clock) {
        BatchRecord.ApplicationStarted before = state.application().orElse(null);
        if (before == null) {
            return BatchGrid.startingAt(clock.wallMillis(), batchMillis);
        }
        if (before.batchMillis() == batchMillis) {
            return new BatchGrid(before.zeroTimeMillis(), batchMillis);
        }
        long left = state.lastPlanned().map(BatchTime::millis).orElse(before.zeroTimeMillis());
        return BatchGrid.startingAt(left, batchMillis);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }
}
