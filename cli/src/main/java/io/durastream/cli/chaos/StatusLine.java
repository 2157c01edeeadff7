package io.durastream.cli.chaos;

import io.durastream.storage.Clock;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** Says where a run is, every few seconds. */
final class StatusLine {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintWriter err;
    private final Clock clock;
    private final long startedNanos;
    private long nextNanos;

    StatusLine(PrintWriter err, Clock clock) {
        this.err = err;
        this.clock = clock;
        this.startedNanos = clock.nanoTime();
        this.nextNanos = startedNanos;
    }

    void show(String status) {
        long now = clock.nanoTime();
        if (now - nextNanos < 0) {
            return;
        }
        nextNanos = now + INTERVAL_NANOS;
        err.println(TimeUnit.NANOSECONDS.toSeconds(now - startedNanos) + " s · " + status);
        err.flush();
    }
}
