package io.durastream.recovery.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.ledger.History;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.chaos.network.TcpLinks;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.chaos.zookeeper.EnsembleOfThree;
import io.durastream.chaos.zookeeper.ZooKeeperEnsemble;
import io.durastream.chaos.zookeeper.ZooKeeperServer;
import io.durastream.ha.ZooKeeperSettings;
import io.durastream.runtime.application.ExitCodes;
import io.durastream.runtime.ha.CandidateId;
import io.durastream.runtime.ha.Electorate;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Candidates under a real ensemble of three, all of them processes, with records flowing: leaders are killed, paused and cut
 * off, and so are ZooKeeper's servers. Nothing may be lost, nothing counted twice.
 */
@Timeout(300)
@ExtendWith(EnsembleOfThree.class)
final class HaRecoveryIT {

    private static final long SEED = Long.getLong("durastream.test.seed", 20_261_122L);
    private static final double RECORDS_PER_SECOND = 200;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Time to connect again and to hear of it, and then five seconds; on a busy machine. */
    private static final Duration END_LIMIT = Duration.ofSeconds(20);

    private static ZooKeeperEnsemble ensemble;

    @TempDir
    Path home;

    private final Clock clock = Clock.system();
    private final FeedText text = new FeedText(SEED, Integer.MAX_VALUE);
    private Drivers drivers;
    private LineFeeder feeder;
    private Candidates candidates;

    @BeforeAll
    static void use(ZooKeeperEnsemble given) {
        ensemble = given;
    }

    @BeforeEach
    void begin() throws Exception {
        drivers = Drivers.in(home);
        feeder = LineFeeder.start(text, RECORDS_PER_SECOND, 0, clock);
        candidates = new Candidates(drivers, feeder.port());
    }

    @AfterEach
    void end() throws Exception {
        candidates.close();
        feeder.close();
    }

    private void judge() throws Exception {
        long records = candidates.settle(feeder);
        assertEquals(List.of(), feeder.violations());
        assertEquals(List.of(), Oracle.judge(History.read(drivers.ledger()), text::line, records));
    }

    private long kill(JavaProcess leader) throws InterruptedException {
        leader.kill();
        return clock.wallMillis();
    }

    @Test
    void standbysTakeOverFromLeadersThatAreKilled() throws Exception {
        for (int number = 1; number <= 3; number++) {
            candidates.start(ensemble.connectString());
        }
        JavaProcess first = candidates.awaitFirst();
        long firstKill = kill(first);
        JavaProcess second = candidates.awaitNext(first);
        long secondKill = kill(second);
        candidates.awaitNext(second);
        judge();
        System.out.printf(
                Locale.ROOT,
                "from kill to the first committed batch, session %d ms, cold: %d ms, %d ms%n",
                Candidates.SESSION.toMillis(),
                candidates.firstCommitAfter(firstKill) - firstKill,
                candidates.firstCommitAfter(secondKill) - secondKill);
        assertEquals(3, candidates.starts().size(), "each led once");
    }

    @Test
    void aLeaderThatIsToldToEndHandsOverAtOnce() throws Exception {
        candidates.start(ensemble.connectString());
        candidates.start(ensemble.connectString());
        JavaProcess first = candidates.awaitFirst();
        first.terminate();
        assertEquals(128 + 15, first.awaitExit(LIMIT));
        candidates.awaitNext(first);
        judge();
    }

    @Test
    void aLeaderThatIsAskedToHandsOverBetweenTwoBatches() throws Exception {
        candidates.start(ensemble.connectString());
        candidates.start(ensemble.connectString());
        JavaProcess first = candidates.awaitFirst();
        ZooKeeperSettings zookeeper = ZooKeeperSettings.of(ensemble.connectString());
        try (Electorate electorate = Electorate.of(zookeeper, drivers.checkpointUri(), LIMIT)) {
            candidates.await("a standby", () -> order(electorate).size() == 2);
            long asked = clock.wallMillis();
            assertTrue(electorate.askToHandOver(order(electorate).get(0)));
            assertEquals(ExitCodes.HANDED_OVER, first.awaitExit(LIMIT), first::tail);
            candidates.awaitNext(first);
            System.out.printf(
                    Locale.ROOT,
                    "from the request to hand over to the first committed batch: %d ms%n",
                    candidates.firstCommitAfter(asked) - asked);
        }
        judge();
    }

    private static List<CandidateId> order(Electorate electorate) {
        try {
            return electorate.candidates();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPausedLeaderChangesNothingWhenItWakesUpAfterATakeover() throws Exception {
        try (AckTap tap = new AckTap(feeder.port())) {
            candidates = new Candidates(drivers, tap.port());
            List<JavaProcess> others = new ArrayList<>();
            for (int number = 1; number <= 3; number++) {
                others.add(candidates.start(ensemble.connectString()));
            }
            JavaProcess paused = candidates.awaitFirst();
            paused.pause();
            int connection = tap.connections().size();
            candidates.awaitNext(paused);
            candidates.await("data received by the next", () -> tap.said(connection) > 10);
            int starts = candidates.starts().size();

            // Nobody else does anything while it wakes up: what changes now, it has changed.
            others.remove(paused);
            for (JavaProcess other : others) {
                other.pause();
            }
            Zombie.resumeAndWatch(paused, drivers, tap, connection);
            assertEquals(starts, candidates.starts().size(), "the one that woke up began no epoch");
            for (JavaProcess other : others) {
                other.resume();
            }
            judge();
        }
    }

    @Test
    void whatHappensToZooKeeperIsNothingToTheLeader() throws Exception {
        candidates.start(ensemble.connectString());
        candidates.start(ensemble.connectString());
        JavaProcess leader = candidates.awaitFirst();

        ensemble.awaitLeader().kill();
        candidates.awaitBatches(1);
        ensemble.heal();
        ZooKeeperServer paused = ensemble.awaitLeader();
        paused.pause();
        candidates.awaitBatches(1);
        ensemble.heal();

        ensemble.kill();
        candidates.awaitBatchOf(clock.wallMillis() + 2 * Candidates.SESSION.toMillis());
        ensemble.heal();
        // Longer than the servers keep the session of one that does not come back.
        candidates.awaitBatchOf(clock.wallMillis() + 2 * Candidates.SESSION.toMillis());
        assertTrue(leader.isAlive(), leader::tail);
        assertEquals(1, candidates.starts().size(), "the first epoch goes on");

        leader.kill();
        candidates.awaitNext(leader);
        judge();
    }

    @Test
    void aLeaderThatWasCutOffFromZooKeeperEndsThoughItsCodeBlocks() throws Exception {
        Path block = home.resolve("block");
        try (TcpLinks links = TcpLinks.to(ensemble.addresses())) {
            JavaProcess leader = candidates.start(links.addresses(), "-D" + Ledger.BLOCK + "=" + block);
            candidates.awaitFirst();
            candidates.start(ensemble.connectString());

            Files.createFile(block);
            links.cut();
            candidates.awaitNext(leader);
            assertTrue(leader.isAlive(), "it blocks, and cannot know");
            links.mend();
            assertEquals(ExitCodes.FENCED, leader.awaitExit(END_LIMIT), leader::tail);
            judge();
        }
    }
}
