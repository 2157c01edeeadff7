package io.durastream.recovery.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.check.References;
import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.ledger.History;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.chaos.ledger.LedgerProgress;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.checkpoint.BatchTime;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The {@link OperatorsWorkload} is killed again and again, in turns within a batch and between
 * batches: no record is lost or counted twice by any of its operators, and the files of a batch are those of one execution.
 */
@Timeout(240)
final class OperatorsRecoveryIT {

    private static final int KILLS = Integer.getInteger("durastream.test.operatorKills", 3);
    private static final long SEED = Long.getLong("durastream.test.seed", 20_261_121L);

    /** Of each source. Few: each is a block of its own, and thereby a task in every job of its batch. */
    private static final double RECORDS_PER_SECOND = 4;

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Clock clock = Clock.system();
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final FeedText leftText = new FeedText(SEED, Integer.MAX_VALUE);
    private final FeedText rightText = new FeedText(SEED + 1, Integer.MAX_VALUE);
    private final FeedText fileText = new FeedText(SEED + 2, Integer.MAX_VALUE);
    private final Set<Path> leftOver = new HashSet<>();

    @TempDir
    Path home;

    private Drivers drivers;
    private LedgerProgress progress;
    private Path inbox;
    private Path saved;

    @BeforeEach
    void makeDirectories() throws IOException {
        drivers = Drivers.in(home);
        progress = new LedgerProgress(drivers.ledger());
        inbox = Files.createDirectories(home.resolve("in").resolve("files"));
        saved = Files.createDirectories(home.resolve("saved"));
    }

    @Test
    @SuppressWarnings("try") // sources are closed early: from then on nothing is acknowledged
    void everyOperatorCountsEveryRecordOnceThoughTheDriverIsKilled() throws Exception {
        OperatorsOracle.Sources sources;
        try (LineFeeder left = LineFeeder.start(leftText, RECORDS_PER_SECOND, 0, clock);
                LineFeeder right = LineFeeder.start(rightText, RECORDS_PER_SECOND, 0, clock);
                Inbox files = new Inbox(inbox, fileText::line)) {
            for (int kill = 1; kill <= KILLS; kill++) {
                try (JavaProcess driver = start("driver-" + kill, left, right)) {
                    liveAWhile(driver, kill);
                    driver.kill();
                }
                leaveOldFiles();
            }
            sources = runToTheEnd(left, right, files);
            assertEquals(List.of(), left.violations());
            assertEquals(List.of(), right.violations());
        }
        History history = History.read(drivers.ledger());
        System.out.printf(
                "kills %d, batches %d, outputs executed again %d, directories with old files %d%n",
                KILLS, history.stream(Ledger.INPUT).size(), history.repetitions(), leftOver.size());
        List<String> findings = OperatorsOracle.judge(history, saved, sources);
        assertTrue(findings.isEmpty(), () -> "seed " + SEED + "\n" + String.join("\n", findings));
        assertTrue(KILLS == 0 || !leftOver.isEmpty(), "No driver died between the files of a batch and its commit");
        assertTrue(
                KILLS < 3 || history.repetitions() > 0, "No driver died between the outputs of a batch and its commit");
        requireSomethingJoined(history);
    }

    private JavaProcess start(String name, LineFeeder left, LineFeeder right) throws IOException {
        return drivers.start(
                name,
                JavaCommand.of(OperatorsWorkload.class.getName())
                        .withArguments(drivers.checkpointUri())
                        .withArguments(Integer.toString(left.port()), Integer.toString(right.port()))
                        .withArguments(
                                inbox.toUri().toString(), drivers.ledger().toString())
                        .withArguments(saved.resolve("batch").toUri().toString()));
    }

    /** To a moment when the files of a batch are there, or between two batches, or when most outputs of a batch have run. */
    private void liveAWhile(JavaProcess driver, int kill) throws InterruptedException {
        int before = progress.batches();
        driver.await("some batches", LIMIT, () -> progress.batches() >= before + 3);
        long batch = progress.lastBatchMillis();
        switch (kill % 3) {
            case 1 -> driver.await("the files of a batch", LIMIT, () -> savedAfter(batch));
            case 2 -> clock.sleep(random.nextLong(Shape.BATCH_MILLIS));
            default -> driver.await("most outputs of a batch", LIMIT, () -> accumulatedAfter(batch));
        }
    }

    private boolean accumulatedAfter(long batch) {
        Path outputs = drivers.ledger().resolve(OperatorsWorkload.ACCUMULATED);
        return children(outputs).stream()
                .anyMatch(output -> Long.parseLong(output.getFileName().toString()) > batch
                        && children(output).stream().anyMatch(History::isComplete));
    }

    private boolean savedAfter(long batch) {
        return children(saved).stream()
                .anyMatch(directory -> batchOf(directory) > batch && Files.exists(directory.resolve("_SUCCESS")));
    }

    /** As an execution with more partitions leaves them in the directory of each batch that is not committed. */
    private void leaveOldFiles() throws IOException {
        long committed = References.logState(drivers.checkpointUri())
                .lastCommitted()
                .map(BatchTime::millis)
                .orElse(0L);
        for (Path directory : children(saved)) {
            if (batchOf(directory) > committed) {
                Files.writeString(directory.resolve("part-00099"), "what an earlier execution left\n");
                leftOver.add(directory);
            }
        }
    }

    private static List<Path> children(Path directory) {
        try {
            return History.children(directory);
        } catch (IOException e) {
            throw new AssertionError(directory + " cannot be listed", e);
        }
    }

    /** From {@code batch-TIME.txt}. */
    private static long batchOf(Path directory) {
        String name = directory.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
    }

    private OperatorsOracle.Sources runToTheEnd(LineFeeder left, LineFeeder right, Inbox files) throws Exception {
        try (JavaProcess driver = start("driver-last", left, right)) {
            int before = progress.batches();
            driver.await("some batches", LIMIT, () -> progress.batches() >= before + 3);
            long leftRecords = left.finish();
            long rightRecords = right.finish();
            long fileLines = files.finish();
            driver.await(
                    "everything acknowledged",
                    LIMIT,
                    () -> left.progress().complete() && right.progress().complete());
            long end = clock.wallMillis() + (Shape.WINDOW_BATCHES + 1) * Shape.BATCH_MILLIS;
            driver.await("the batches of the present", LIMIT, () -> progress.lastBatchMillis() >= end);
            driver.kill();
            return new OperatorsOracle.Sources(
                    leftText::line, leftRecords, rightText::line, rightRecords, fileText::line, fileLines);
        }
    }

    private static void requireSomethingJoined(History history) {
        assertTrue(
                history.stream(OperatorsWorkload.JOIN).values().stream()
                        .anyMatch(executions -> !executions.get(0).lines().isEmpty()),
                "No word was in both windows");
    }
}
