package io.durastream.cli.demo;

import io.durastream.chaos.feed.FeedProgress;
import java.time.Duration;

/**
 * Decides when to compare: everything is acknowledged, and the counts stand still. If all records are counted, a few batches
 * without a change are enough (records counted twice would show in them); if some are missing, they get more time.
 */
final class Settlement {

    private static final int QUIET_BATCHES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Without any sign of life for so long it will not come any more, even on a machine that is very busy. */
    private static final Duration STALLED = Duration.ofMinutes(2);

    private Counts last = Counts.NONE;
    private long acknowledged;
    private int quietBatches;
    private long changedNanos;
    private long aliveNanos;

    Settlement(long nowNanos) {
        changedNanos = nowNanos;
        aliveNanos = nowNanos;
    }

    /** Looks at the latest counts and the feeder's progress. */
    void observe(Counts counts, FeedProgress progress, long nowNanos) {
        boolean newBatch = counts.batchMillis() != last.batchMillis();
        if (newBatch && counts.words().equals(last.words())) {
            quietBatches++;
        } else if (newBatch) {
            quietBatches = 0;
            changedNanos = nowNanos;
        }
        if (newBatch || progress.acknowledged() != acknowledged) {
            aliveNanos = nowNanos;
        }
        last = counts;
        acknowledged = progress.acknowledged();
    }

    boolean settled(FeedProgress progress, long nowNanos) {
        boolean allCounted = last.records() >= progress.records();
        boolean patienceIsOver = nowNanos - changedNanos > PATIENCE.toNanos();
        return progress.complete() && quietBatches >= QUIET_BATCHES && (allCounted || patienceIsOver);
    }

    boolean stalled(long nowNanos) {
        return nowNanos - aliveNanos > STALLED.toNanos();
    }
}
