package io.durastream.recovery.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.ledger.History;
import io.durastream.chaos.ledger.LedgerProgress;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.storage.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A driver is stopped, another takes its directory over, the first goes on and does not know it: it can do no harm. */
@Timeout(300)
final class FencedDriverRecoveryIT {

    private static final long SEED = 75;
    private static final double RECORDS_PER_SECOND = 300;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final FeedText text = new FeedText(SEED, Integer.MAX_VALUE);

    @TempDir
    Path home;

    @Test
    @SuppressWarnings("try") // the source is closed early: from then on nothing is acknowledged
    void pausedDriverIsFencedAndChangesNothing() throws Exception {
        Drivers drivers = Drivers.in(home);
        LedgerProgress progress = new LedgerProgress(drivers.ledger());
        long acknowledged;
        try (LineFeeder feeder = LineFeeder.start(text, RECORDS_PER_SECOND, 0, Clock.system());
                AckTap tap = new AckTap(feeder.port());
                JavaProcess old = drivers.start("driver-old", tap.port())) {
            awaitBatches(old, progress, 5);
            old.pause();
            int before = progress.batches();
            int connection = tap.connections().size();
            try (JavaProcess next = drivers.start("driver-new", tap.port())) {
                next.await("received data of its own", LIMIT, () -> tap.said(connection) > 10);
                next.await("batches of its own", LIMIT, () -> progress.batches() >= before + 6);
                // Stands still while the old one goes on: what changes now, the old one has changed.
                next.pause();
                Zombie.resumeAndWatch(old, drivers, tap, connection);
                next.resume();
                awaitBatches(next, progress, 3);
                feeder.close();
                acknowledged = feeder.progress().acknowledged();
                long end = Clock.system().wallMillis() + 2 * Shape.BATCH_MILLIS;
                next.await("the batches of the present", LIMIT, () -> progress.lastBatchMillis() >= end);
                next.kill();
            }
            assertEquals(List.of(), feeder.violations());
        }
        assertEquals(List.of(), Oracle.judge(History.read(drivers.ledger()), text::line, acknowledged));
    }

    private static void awaitBatches(JavaProcess driver, LedgerProgress progress, int more)
            throws InterruptedException {
        int before = progress.batches();
        driver.await(more + " more batches", LIMIT, () -> progress.batches() >= before + more);
    }
}
