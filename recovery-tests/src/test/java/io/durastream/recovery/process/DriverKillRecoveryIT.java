package io.durastream.recovery.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.storage.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver is killed again and again, at moments that a seed chooses; nothing may be lost, and nothing counted twice. */
@Timeout(600)
final class DriverKillRecoveryIT {

    private static final int KILLS = Integer.getInteger("durastream.test.kills", 20);
    private static final long SEED = Long.getLong("durastream.test.seed", 20_261_121L);
    private static final String AGAIN = "seed " + SEED + "; again: mvn verify -pl recovery-tests -am -Dtest=none"
            + " -Dit.test=DriverKillRecoveryIT -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dfailsafe.failIfNoSpecifiedTests=false -Ddurastream.test.seed=" + SEED;

    private static final double RECORDS_PER_SECOND = 300;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Batches that are run after all is acknowledged, so that keys time out and windows run empty. */
    private static final int QUIET_BATCHES = Math.max(Shape.TIMEOUT_BATCHES, Shape.WINDOW_BATCHES) + 2;

    private final Clock clock = Clock.system();
    private final SplittableRandom random = new SplittableRandom(SEED);

    @TempDir
    Path home;

    @Test
    void countsEveryRecordOnceThoughTheDriverIsKilledTwentyTimes() throws Exception {
        run(KILLS);
    }

    @Test
    void countsEveryRecordOnceWithoutAnyKill() throws Exception {
        run(0);
    }

    @SuppressWarnings("try") // the source is closed early: from then on nothing is acknowledged
    private void run(int kills) throws Exception {
        FeedText text = new FeedText(SEED, Integer.MAX_VALUE);
        Drivers drivers = Drivers.in(home);
        LedgerProgress progress = new LedgerProgress(drivers.ledger());
        List<String> plan = new ArrayList<>();
        long acknowledged;
        try (LineFeeder feeder = LineFeeder.start(text, RECORDS_PER_SECOND, 0, clock)) {
            for (int kill = 1; kill <= kills; kill++) {
                try (JavaProcess driver = drivers.start("driver-" + kill, feeder.port())) {
                    plan.add(liveAWhile(driver, progress));
                    driver.kill();
                }
                if (random.nextInt(4) == 0) {
                    drivers.forgetLocalState();
                    plan.add("lost its local state");
                }
            }
            try (JavaProcess driver = drivers.start("driver-last", feeder.port())) {
                awaitBatches(driver, progress, QUIET_BATCHES);
                feeder.close();
                acknowledged = feeder.progress().acknowledged();
                driver.await("every acknowledged record in a batch", LIMIT, () -> progress.records() >= acknowledged);
                awaitBatches(driver, progress, QUIET_BATCHES);
                driver.kill();
            }
            assertEquals(List.of(), feeder.violations(), AGAIN);
        }
        History history = History.read(drivers.ledger());
        System.out.printf(
                "kills %d, records acknowledged %d, batches %d, outputs executed again %d%n",
                kills, acknowledged, history.stream(Ledger.INPUT).size(), history.repetitions());
        List<String> findings = Oracle.judge(history, text::line, acknowledged);
        assertTrue(findings.isEmpty(), () -> AGAIN + "\nlives: " + plan + "\n" + String.join("\n", findings));
        assertTrue(acknowledged > 0, "nothing was received");
        Oracle.requireAllKindsOfOutput(history);
    }

    /** Lets a driver run to the moment of its death: some while they start and recover, most between batches or within. */
    private String liveAWhile(JavaProcess driver, LedgerProgress progress) throws InterruptedException {
        if (random.nextInt(4) == 0) {
            long millis = random.nextLong(200, 5_000);
            live(driver, millis);
            return millis + " ms";
        }
        int batches = random.nextInt(1, 7);
        long millis = random.nextLong(Shape.BATCH_MILLIS / 2);
        awaitBatches(driver, progress, batches);
        live(driver, millis);
        return batches + " batches and " + millis + " ms";
    }

    private void live(JavaProcess driver, long millis) throws InterruptedException {
        long end = clock.nanoTime() + millis * 1_000_000;
        driver.await("the moment of its death", LIMIT, () -> clock.nanoTime() - end >= 0);
    }

    private static void awaitBatches(JavaProcess driver, LedgerProgress progress, int more)
            throws InterruptedException {
        int before = progress.batches();
        driver.await(more + " more batches", LIMIT, () -> progress.batches() >= before + more);
    }
}
