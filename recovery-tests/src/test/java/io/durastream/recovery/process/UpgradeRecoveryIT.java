package io.durastream.recovery.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.check.References;
import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.ledger.History;
import io.durastream.chaos.ledger.LedgerProgress;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.checkpoint.OperatorId;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application changes its code again and again on one checkpoint directory; what stays keeps its state. */
@Timeout(300)
final class UpgradeRecoveryIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NOTHING = "";

    /** How many a word counts for in each version. */
    private static final long FIRST_WEIGHT = 1;

    private static final long SECOND_WEIGHT = 10;

    private final FeedText text = new FeedText(3, Integer.MAX_VALUE);
    private final VersionsOracle oracle = new VersionsOracle(text::line);

    @TempDir
    Path home;

    @Test
    void keepsTheStateOfTheOperatorsThatStay() throws Exception {
        Versions versions = new Versions(home);
        String first = versions.compile("first", Versions.counts(2, FIRST_WEIGHT, "counts", "leaving"));
        String second = versions.compile("second", Versions.counts(5, SECOND_WEIGHT, "counts", "leaving", "coming"));
        String third = versions.compile("third", Versions.counts(3, SECOND_WEIGHT, "counts", "coming"));
        String renamed = versions.compile("renamed", Versions.counts(3, SECOND_WEIGHT, "tally", "coming"));
        Drivers drivers = Drivers.in(home.resolve("app"));
        long acknowledged;
        try (LineFeeder feeder = LineFeeder.start(text, 200, 0, Clock.system())) {
            int port = feeder.port();
            assertTrue(callsFactory(run(drivers, "first", first, port, NOTHING, FIRST_WEIGHT)), "no checkpoint");
            assertFalse(callsFactory(run(drivers, "again", first, port, NOTHING, FIRST_WEIGHT)), "same code");
            assertTrue(callsFactory(killRedistributing(drivers, "second-killed", second, port)), "other code");
            assertFalse(callsFactory(run(drivers, "second", second, port, NOTHING, SECOND_WEIGHT)), "same code");
            String refusal = refused(drivers, "third-refused", third, port);
            assertTrue(refusal.contains("without a counterpart in the application"), refusal);
            assertTrue(
                    refusal.lines().anyMatch(line -> line.matches("\\s+leaving\\s.*holds state in 5 partitions")),
                    refusal);
            assertTrue(refusal.contains("durastream.recovery.drop=leaving"), refusal);
            run(drivers, "third", third, port, "leaving", SECOND_WEIGHT);
            refusal = refused(drivers, "renamed", renamed, port);
            assertTrue(
                    refusal.lines().anyMatch(line -> line.matches("\\s+counts\\s.*holds state in 3 partitions")),
                    refusal);
            assertTrue(refusal.lines().anyMatch(line -> line.matches("\\s+tally\\s.*")), refusal);
            run(drivers, "third-again", third, port, NOTHING, SECOND_WEIGHT);
            run(drivers, "renamed-and-dropped", renamed, port, "counts", SECOND_WEIGHT);
            acknowledged = feeder.progress().acknowledged();
            assertEquals(List.of(), feeder.violations());
        }
        assertEquals(
                List.of(),
                oracle.judge(History.read(drivers.ledger()), List.of("counts", "leaving", "coming", "tally")));
        assertTrue(acknowledged > 0, "nothing was received");
    }

    /** Runs a version for some batches, and kills it. */
    private JavaProcess run(Drivers drivers, String name, String classPath, int port, String drop, long weight)
            throws Exception {
        LedgerProgress progress = new LedgerProgress(drivers.ledger());
        int before = progress.batches();
        try (JavaProcess driver = drivers.start(name, command(drivers, classPath, port, drop))) {
            oracle.weighs(driver.pid(), weight);
            driver.await("batches", LIMIT, () -> progress.batches() >= before + 4);
            driver.kill();
            return driver;
        }
    }

    /** Runs a version until it moves state to other partitions, and kills it. */
    private static JavaProcess killRedistributing(Drivers drivers, String name, String classPath, int port)
            throws Exception {
        try (JavaProcess driver = drivers.start(name, command(drivers, classPath, port, NOTHING))) {
            driver.await("the state moves", LIMIT, () -> says(driver, "Redistributing the state of counts"));
            driver.kill();
            assertEquals(
                    2,
                    References.logState(drivers.checkpointUri())
                            .stateOf(OperatorId.of("counts"))
                            .size(),
                    "it was killed before the commit");
            return driver;
        }
    }

    /** Starts a version that has to refuse, and gives what it says. */
    private static String refused(Drivers drivers, String name, String classPath, int port) throws Exception {
        long sequence = References.logState(drivers.checkpointUri()).sequence();
        try (JavaProcess driver = drivers.start(name, command(drivers, classPath, port, NOTHING))) {
            assertNotEquals(0, driver.awaitExit(LIMIT), driver::tail);
            assertEquals(
                    sequence,
                    References.logState(drivers.checkpointUri()).sequence(),
                    "a driver that refuses leaves the batch log alone");
            return Files.readString(driver.log());
        }
    }

    private static JavaCommand command(Drivers drivers, String classPath, int port, String drop) {
        return JavaCommand.of(Versions.MAIN_CLASS)
                .withClassPath(classPath)
                .withArguments(
                        drivers.checkpointUri(),
                        Integer.toString(port),
                        drivers.ledger().toString(),
                        drop);
    }

    private static boolean callsFactory(JavaProcess driver) {
        return says(driver, Versions.FACTORY_CALLED);
    }

    private static boolean says(JavaProcess driver, String text) {
        try {
            return Files.readString(driver.log()).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
