package io.durastream.runtime.driver;

import io.durastream.checkpoint.BatchTime;

/**
 * The times at which batches fall due: {@code zero + k · interval}, k ≥ 1. Survives restarts: a recovered application
 * goes on on its old grid.
 *
 * @param zeroMillis one interval before the first batch ever, in milliseconds since 1970
 * @param intervalMillis milliseconds between batches
 */
public record BatchGrid(long zeroMillis, long intervalMillis) {

    public BatchGrid {
        if (intervalMillis <= 0) {
            throw new IllegalArgumentException("The batch interval must be positive, got " + intervalMillis + " ms");
        }
    }

    /** The grid of an application that starts now: its first batch falls due at the next multiple of the interval. */
    public static BatchGrid startingAt(long wallMillis, long intervalMillis) {
        return new BatchGrid(Math.floorDiv(wallMillis, intervalMillis) * intervalMillis, intervalMillis);
    }

    public BatchTime first() {
        return new BatchTime(zeroMillis + intervalMillis);
    }

    /** The first batch time after {@code time} on this grid. */
    public BatchTime after(BatchTime time) {
        long k = Math.floorDiv(time.millis() - zeroMillis, intervalMillis);
        return new BatchTime(zeroMillis + Math.max(1, k + 1) * intervalMillis);
    }
}
