package io.durastream.storage.sim;

import io.durastream.storage.Clock;

/** Time that passes only when somebody waits or a test moves it. May be used by many threads. */
public final class SimulatedClock implements Clock {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private long wallMillis;
    private long nanos;

    /** @param wallMillis the wall time at the start */
    public SimulatedClock(long wallMillis) {
        this.wallMillis = wallMillis;
    }

    @Override
    public synchronized long wallMillis() {
        return wallMillis;
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    /** Lets the time pass and returns at once. */
    @Override
    public void sleep(long millis) {
        advance(millis);
    }

    /** Moves wall time and monotonic time on. */
    public synchronized void advance(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("Time does not go back, got " + millis + " ms");
        }
        wallMillis += millis;
        nanos += millis * NANOS_PER_MILLI;
    }

    /** Sets the wall clock, as an operator or NTP does; monotonic time is not touched. */
    public synchronized void setWallMillis(long wallMillis) {
        this.wallMillis = wallMillis;
    }
}
