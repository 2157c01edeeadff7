package io.durastream.runtime.receiver;

import io.durastream.storage.Clock;
import java.util.function.BooleanSupplier;

/**
 * Lets records through at no more than a rate, evenly. Who comes with many records at once goes on at once, and the next
 * one waits for them. The rate may change at any time, also for those who wait. Thread-safe.
 */
final class RateLimiter {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    /** Who waits looks so often whether the rate has changed, or the wait is over for another reason. */
    private static final long LOOK_MILLIS = 100;

    private final Clock clock;

    /** What follows is guarded by the monitor. Records a second; infinite for no limit. */
    private double rate;

    /** The records of all who came so far. */
    private long came;
    /** Of those, how many have had their time until {@code atNanos}. */
    private double passed;

    private long atNanos;

    /** @param recordsPerSecond {@code Long.MAX_VALUE}, or anything that is not positive, for no limit */
    RateLimiter(long recordsPerSecond, Clock clock) {
        this.clock = clock;
        this.rate = rateOf(recordsPerSecond);
        this.atNanos = clock.nanoTime();
    }

    /** From now on. */
    synchronized void setRate(long recordsPerSecond) {
        letPass();
        rate = rateOf(recordsPerSecond);
    }

    /**
     * Waits until the records before these have had their time.
     *
     * @param over looked at several times a second: ends the wait early
     */
    void acquire(long records, BooleanSupplier over) throws InterruptedException {
        long before = join(records);
        for (long wait = millisUntil(before); wait > 0 && !over.getAsBoolean(); wait = millisUntil(before)) {
            clock.sleep(Math.min(wait, LOOK_MILLIS));
        }
    }

    private synchronized long join(long records) {
        letPass();
        long before = came;
        came += records;
        return before;
    }

    private synchronized long millisUntil(long passedRecords) {
        letPass();
        return (long) ((passedRecords - passed) / rate * MILLIS_PER_SECOND);
    }

    private void letPass() {
        long now = clock.nanoTime();
        // Time in which nobody came is lost: there are no bursts after a pause.
        passed = rate == Double.POSITIVE_INFINITY
                ? came
                : Math.min((double) came, passed + (now - atNanos) * rate / NANOS_PER_SECOND);
        atNanos = now;
    }

    private static double rateOf(long recordsPerSecond) {
        return recordsPerSecond <= 0 || recordsPerSecond == Long.MAX_VALUE
                ? Double.POSITIVE_INFINITY
                : (double) recordsPerSecond;
    }
}
