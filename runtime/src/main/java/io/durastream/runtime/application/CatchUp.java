package io.durastream.runtime.application;

import io.durastream.storage.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Says how far a driver has come with the batch times that were missed in a downtime, and when that will be over. Used
 * by the batch thread alone.
 */
final class CatchUp {

    private static final long SAY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final long intervalMillis;
    private final Clock clock;
    private boolean begun;
    private boolean over;
    private long batches;
    private long firstMillis;
    private long firstNanos;
    private long saidNanos;

    /** @param intervalMillis between two batch times */
    CatchUp(long intervalMillis, Clock clock) {
        this.intervalMillis = intervalMillis;
        this.clock = clock;
    }

    /** A batch is done; a line for people if it is time for one. */
    Optional<String> committed(long batchMillis) {
        if (over) {
            return Optional.empty();
        }
        long behind = (clock.wallMillis() - batchMillis) / intervalMillis;
        long now = clock.nanoTime();
        if (!begun) {
            return begin(batchMillis, behind, now);
        }
        batches++;
        if (behind < 1) {
            over = true;
            return Optional.of(
                    String.format(Locale.ROOT, "Caught up: %d batches in %.1f s", batches, seconds(now - firstNanos)));
        }
        return now - saidNanos < SAY_NANOS ? Optional.empty() : Optional.of(progress(batchMillis, behind, now));
    }

    private Optional<String> begin(long batchMillis, long behind, long now) {
        begun = true;
        over = behind < 2;
        firstMillis = batchMillis;
        firstNanos = now;
        saidNanos = now;
        return over ? Optional.empty() : Optional.of("Catching up: " + behind + " batch times were missed");
    }

    private String progress(long batchMillis, long behind, long now) {
        saidNanos = now;
        String done = String.format(
                Locale.ROOT,
                "Catching up: %d batches behind, %d done in %.1f s",
                behind,
                batches,
                seconds(now - firstNanos));
        double elapsedMillis = TimeUnit.NANOSECONDS.toMillis(now - firstNanos);
        double gainedMillis = batchMillis - firstMillis - elapsedMillis;
        if (gainedMillis <= 0) {
            return done + "; batches take longer than their interval, so there is no end at this pace";
        }
        long leftMillis = (long) ((clock.wallMillis() - batchMillis) * elapsedMillis / gainedMillis);
        Instant end = Instant.ofEpochMilli((clock.wallMillis() + leftMillis) / 1000 * 1000);
        return done + "; at this pace caught up in about " + (leftMillis / 1000 + 1) + " s, at " + end;
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
