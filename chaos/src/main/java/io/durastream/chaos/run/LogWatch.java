package io.durastream.chaos.run;

import io.durastream.chaos.check.Sample;
import io.durastream.chaos.stage.Stage;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.DriverStart;
import io.durastream.checkpoint.LogState;
import io.durastream.storage.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Looks at the batch log from outside, a few times a second, and remembers what it forgets. One thread. */
final class LogWatch {

    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private final Stage stage;
    private final Clock clock;
    private final List<Sample> samples = new ArrayList<>();
    private final NavigableMap<Long, DriverStart> starts = new TreeMap<>();
    private long nextNanos;

    LogWatch(Stage stage, Clock clock) {
        this.stage = stage;
        this.clock = clock;
        this.nextNanos = clock.nanoTime();
    }

    /** Looks, if it is time. */
    void look() {
        if (clock.nanoTime() - nextNanos < 0) {
            return;
        }
        stage.log().ifPresent(this::see);
        nextNanos = clock.nanoTime() + INTERVAL_NANOS;
    }

    private void see(LogState log) {
        samples.add(new Sample(
                clock.wallMillis(),
                log.epoch().orElseThrow().number(),
                log.sequence(),
                log.lastCommitted().map(BatchTime::millis).orElse(0L),
                log.pending().size()));
        log.ledger().forEach(start -> starts.put(start.epoch().number(), start));
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    List<DriverStart> starts() {
        return List.copyOf(starts.values());
    }

    Optional<Sample> last() {
        return samples.isEmpty() ? Optional.empty() : Optional.of(samples.get(samples.size() - 1));
    }
}
