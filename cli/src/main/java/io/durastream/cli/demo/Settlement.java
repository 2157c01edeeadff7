package io.durastream.cli.demo;

import io.durastream.chaos.feed.FeedProgress;
import io.durastream.storage.Clock;
import java.time.Duration;

/**
 * Decides when to compare: everything is acknowledged, and the counts stand still over batches whose time is later than that, so
 * that they cannot be batches of a gap that is caught up on. If all records are counted, a few are enough (records
 * counted twice would show in them); if some are missing, they get more time.
 */
final class Settlement {

    private static final int QUIET_BATCHES = 3;
    private static final int QUIET_BATCHES_WHEN_MISSING = 10;

    /** Without any sign of life for so long it will not come any more, even on a machine that is very busy. */
    private static final Duration STALLED = Duration.ofMinutes(2);

    private final Clock clock;

    private Counts last = Counts.NONE;
    private long acknowledged;
    private int quietBatches;
    private long completeMillis = Long.MAX_VALUE;
    private long aliveNanos;

    Settlement(Clock clock) {
        this.clock = clock;
        this.aliveNanos = clock.nanoTime();
    }

    /** Looks at the latest counts and the feeder's progress. */
    void observe(Counts counts, FeedProgress progress) {
        if (progress.complete() && completeMillis == Long.MAX_VALUE) {
            completeMillis = clock.wallMillis();
        }
        boolean newBatch = counts.batchMillis() != last.batchMillis();
        if (newBatch) {
            boolean quiet =
                    counts.batchMillis() > completeMillis && counts.words().equals(last.words());
            quietBatches = quiet ? quietBatches + 1 : 0;
        }
        if (newBatch || progress.acknowledged() != acknowledged) {
            aliveNanos = clock.nanoTime();
        }
        last = counts;
        acknowledged = progress.acknowledged();
    }

    boolean settled(FeedProgress progress) {
        boolean allCounted = last.records() >= progress.records();
        return quietBatches >= (allCounted ? QUIET_BATCHES : QUIET_BATCHES_WHEN_MISSING);
    }

    boolean stalled() {
        return clock.nanoTime() - aliveNanos > STALLED.toNanos();
    }
}
