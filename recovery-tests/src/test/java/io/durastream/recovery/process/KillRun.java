package io.durastream.recovery.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.ledger.History;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.chaos.ledger.LedgerProgress;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.BatchRecord.RecoveryEvent;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A run of the {@link Workload} in which the driver is killed again and again, at moments that a seed chooses: nothing may
 * be lost, and nothing counted twice. One thread.
 */
final class KillRun {

    private static final double RECORDS_PER_SECOND = 300;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Batches that are run after all is acknowledged, so that keys time out and windows run empty. */
    private static final int QUIET_BATCHES = Math.max(Shape.TIMEOUT_BATCHES, Shape.WINDOW_BATCHES) + 2;

    private final Drivers drivers;
    private final long seed;
    private final String again;
    private final Clock clock = Clock.system();
    private final SplittableRandom random;
    private final LedgerProgress progress;
    private final List<String> lives = new ArrayList<>();
    private final List<Long> kills = new ArrayList<>();

    /** @param test how a failure says which test to run again */
    KillRun(Drivers drivers, long seed, Class<?> test) {
        this.drivers = drivers;
        this.seed = seed;
        this.again = "seed " + seed + "; again: mvn verify -pl recovery-tests -am -Dtest=none"
                + " -Dit.test=" + test.getSimpleName() + " -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dfailsafe.failIfNoSpecifiedTests=false -Ddurastream.test.seed=" + seed;
        this.random = new SplittableRandom(seed);
        this.progress = new LedgerProgress(drivers.ledger());
    }

    /** Kills drivers so many times, lets a last one come to rest, and compares with the oracle. */
    @SuppressWarnings("try") // the source is closed early: from then on nothing is acknowledged
    void run(int times) throws Exception {
        FeedText text = new FeedText(seed, Integer.MAX_VALUE);
        long records;
        try (LineFeeder feeder = LineFeeder.start(text, RECORDS_PER_SECOND, 0, clock)) {
            for (int kill = 1; kill <= times; kill++) {
                try (JavaProcess driver = drivers.start("driver-" + kill, feeder.port())) {
                    lives.add(liveAWhile(driver));
                    driver.kill();
                    kills.add(clock.wallMillis());
                }
                if (random.nextInt(4) == 0) {
                    drivers.forgetLocalState();
                    lives.add("lost its local state");
                }
            }
            try (JavaProcess driver = drivers.start("driver-last", feeder.port())) {
                awaitBatches(driver, QUIET_BATCHES);
                records = feeder.finish();
                driver.await(
                        "everything acknowledged",
                        LIMIT,
                        () -> feeder.progress().complete());
                long end = clock.wallMillis() + QUIET_BATCHES * Shape.BATCH_MILLIS;
                driver.await("the batches of the present", LIMIT, () -> progress.lastBatchMillis() >= end);
                driver.kill();
            }
            assertEquals(List.of(), feeder.violations(), again);
        }
        History history = History.read(drivers.ledger());
        System.out.printf(
                "kills %d, records %d, batches %d, outputs executed again %d%n",
                times, records, history.stream(Ledger.INPUT).size(), history.repetitions());
        List<String> findings = Oracle.judge(history, text::line, records);
        assertTrue(findings.isEmpty(), () -> again + "\nlives: " + lives + "\n" + String.join("\n", findings));
        assertTrue(records > 0, "nothing was received");
        Oracle.requireAllKindsOfOutput(history);
    }

    /** Lets a driver run to the moment of its death: some while they start and recover, most between batches or within. */
    private String liveAWhile(JavaProcess driver) throws InterruptedException {
        if (random.nextInt(4) == 0) {
            long millis = random.nextLong(200, 5_000);
            live(driver, millis);
            return millis + " ms";
        }
        int batches = random.nextInt(1, 7);
        long millis = random.nextLong(Shape.BATCH_MILLIS / 2);
        awaitBatches(driver, batches);
        live(driver, millis);
        return batches + " batches and " + millis + " ms";
    }

    private void live(JavaProcess driver, long millis) throws InterruptedException {
        long end = clock.nanoTime() + millis * 1_000_000;
        driver.await("the moment of its death", LIMIT, () -> clock.nanoTime() - end >= 0);
    }

    private void awaitBatches(JavaProcess driver, int more) throws InterruptedException {
        int before = progress.batches();
        driver.await(more + " more batches", LIMIT, () -> progress.batches() >= before + more);
    }

    /**
     * For each kill, the milliseconds from then to the first batch that any later driver committed, as the batch log has
     * it: a driver that is killed before counts for the next.
     */
    private List<Long> millisToFirstCommit(Storage checkpoint) throws IOException {
        List<Long> commits = BatchLog.read(checkpoint).state().ledger().stream()
                .flatMap(start -> start.events().stream())
                .filter(event -> event.phase() == Phase.FIRST_BATCH)
                .map(RecoveryEvent::wallMillis)
                .toList();
        return kills.stream()
                .map(kill -> commits.stream()
                        .filter(commit -> commit > kill)
                        .findFirst()
                        .map(commit -> commit - kill)
                        .orElseThrow(() -> new AssertionError("No batch was committed after the kill at " + kill)))
                .toList();
    }

    void printRecoveries(Storage checkpoint) throws IOException {
        List<Long> millis = millisToFirstCommit(checkpoint);
        System.out.printf(Locale.ROOT, "from kill to the first committed batch, ms: %s%n", millis);
    }
}
