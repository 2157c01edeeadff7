package io.durastream.runtime.receiver;

import io.durastream.storage.Clock;

/**
 * Lets records through at no more than a rate, evenly. Who comes with many records at once goes on at once, and the next
 * one waits for them. Thread-safe.
 */
final class RateLimiter {

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Clock clock;
    private final double nanosPerRecord;
    private final boolean unlimited;
    private long nextFreeNanos;

    /** @param recordsPerSecond {@code Long.MAX_VALUE}, or anything that is not positive, for no limit */
    RateLimiter(long recordsPerSecond, Clock clock) {
        this.clock = clock;
        this.unlimited = recordsPerSecond <= 0 || recordsPerSecond >= NANOS_PER_SECOND;
        this.nanosPerRecord = (double) NANOS_PER_SECOND / recordsPerSecond;
        this.nextFreeNanos = clock.nanoTime();
    }

    /** Waits until the records before these have had their time. */
    void acquire(long records) throws InterruptedException {
        if (!unlimited) {
            long waitMillis = reserve(records) / NANOS_PER_MILLI;
            if (waitMillis > 0) {
                clock.sleep(waitMillis);
            }
        }
    }

    private synchronized long reserve(long records) {
        long now = clock.nanoTime();
        long free = Math.max(now, nextFreeNanos);
        nextFreeNanos = free + (long) (records * nanosPerRecord);
        return free - now;
    }
}
