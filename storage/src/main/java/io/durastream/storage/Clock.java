package io.durastream.storage;

/** Time as a dependency: wall time labels things, monotonic time measures them. */
public interface Clock {

    /** Milliseconds since 1970. May jump. */
    long wallMillis();

    /** Nanoseconds since some fixed moment. Never goes back. */
    long nanoTime();

    /** Waits. The only way to let time pass. */
    void sleep(long millis) throws InterruptedException;

    /** The machine's clock. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
