package io.durastream.recovery.process;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.ledger.History;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.chaos.zookeeper.ZooKeeperEnsemble;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.DriverStart;
import io.durastream.ha.HaDriver;
import io.durastream.ha.Standby;
import io.durastream.ha.ZooKeeperSettings;
import io.durastream.runtime.application.ExitCodes;
import io.durastream.runtime.ha.CandidateId;
import io.durastream.runtime.ha.Electorate;
import io.durastream.runtime.standby.Readiness;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Candidates whose application is loaded while they stand by, processes of their own, under a real ensemble of three. */
@Timeout(300)
final class WarmStandbyRecoveryIT {

    private static final double RECORDS_PER_SECOND = 200;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String STANDS_BY = "waits for leadership";
    private static final String TAKES_COPIES_OVER = "Going on with the local state of ";

    @TempDir
    private static Path ensembleHome;

    private static ZooKeeperEnsemble ensemble;

    @TempDir
    Path home;

    private final Clock clock = Clock.system();
    private final FeedText text = new FeedText(20_261_121L, Integer.MAX_VALUE);
    private Drivers drivers;
    private LineFeeder feeder;
    private Candidates candidates;

    @BeforeAll
    static void startEnsemble() throws Exception {
        ensemble = ZooKeeperEnsemble.start(ensembleHome, 3, Clock.system());
    }

    @AfterAll
    static void stopEnsemble() {
        ensemble.close();
    }

    @BeforeEach
    void begin() throws Exception {
        begin("warm", Standby.WARM);
    }

    private void begin(String name, Standby standby) throws Exception {
        drivers = Drivers.in(home.resolve(name));
        feeder = LineFeeder.start(text, RECORDS_PER_SECOND, 0, clock);
        candidates = new Candidates(drivers, feeder.port(), standby);
    }

    @AfterEach
    void end() throws Exception {
        candidates.close();
        feeder.close();
    }

    private JavaProcess start() throws IOException {
        return candidates.start(ensemble.connectString());
    }

    private JavaProcess startStandby() throws Exception {
        JavaProcess standby = start();
        awaitStandby(standby);
        return standby;
    }

    private static void awaitStandby(JavaProcess standby) throws InterruptedException {
        standby.await("it stands by", LIMIT, () -> says(standby, STANDS_BY));
    }

    private static boolean says(JavaProcess candidate, String words) {
        try {
            return Files.readString(candidate.log()).contains(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until so many standbys show copies of all state, as of some batch. */
    private void awaitCopies(int standbys) throws Exception {
        ZooKeeperSettings zookeeper = ZooKeeperSettings.of(ensemble.connectString());
        try (Electorate electorate = Electorate.of(zookeeper, drivers.checkpointUri(), LIMIT)) {
            candidates.await("copies of state", () -> withCopies(electorate) == standbys);
        }
    }

    private static long withCopies(Electorate electorate) {
        try {
            long complete = 0;
            for (CandidateId candidate : electorate.candidates()) {
                if (electorate.readiness(candidate).orElse(null) instanceof Readiness.Warm warm
                        && warm.held().partitions() > 0
                        && warm.held().partitions() == warm.held().copies()) {
                    complete++;
                }
            }
            return complete;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void judge() throws Exception {
        long records = candidates.settle(feeder);
        assertEquals(List.of(), feeder.violations());
        assertEquals(List.of(), Oracle.judge(History.read(drivers.ledger()), text::line, records));
    }

    /** A takeover: the steps of the ledger, in milliseconds since the leader before ended or was asked to. */
    private record Takeover(Map<Phase, Long> steps) {

        static Takeover of(DriverStart start, long sinceMillis) {
            Map<Phase, Long> steps = new EnumMap<>(Phase.class);
            start.events().forEach(event -> steps.put(event.phase(), event.wallMillis() - sinceMillis));
            return new Takeover(steps);
        }

        long fromElectionToFirstBatch() {
            return requireNonNull(steps.get(Phase.FIRST_BATCH)) - requireNonNull(steps.get(Phase.ELECTED));
        }
    }

    private Takeover lastTakeover(long sinceMillis) {
        List<DriverStart> starts = candidates.starts();
        return Takeover.of(starts.get(starts.size() - 1), sinceMillis);
    }

    private Takeover killAndAwaitNext(JavaProcess leader) throws Exception {
        leader.kill();
        long killed = clock.wallMillis();
        candidates.awaitNext(leader);
        return lastTakeover(killed);
    }

    private Takeover coldTakeover() throws Exception {
        end();
        begin("cold", Standby.COLD);
        start();
        JavaProcess leader = candidates.awaitFirst();
        start();
        candidates.awaitBatches(5);
        Takeover cold = killAndAwaitNext(leader);
        judge();
        end();
        return cold;
    }

    @Test
    void aWarmStandbyTakesOverFasterThanAColdOne() throws Exception {
        start();
        JavaProcess first = candidates.awaitFirst();
        JavaProcess second = startStandby();
        JavaProcess third = startStandby();
        awaitCopies(2);
        Takeover one = killAndAwaitNext(first);
        assertEquals(second, candidates.leader().orElseThrow());
        assertTrue(third.isAlive(), "restored from the same checkpoint, the next leader's application is the same");
        Takeover two = killAndAwaitNext(second);
        assertTrue(says(second, TAKES_COPIES_OVER) && says(third, TAKES_COPIES_OVER), "none restored its state");
        judge();
        assertEquals(3, candidates.starts().size(), "each led once");

        Takeover cold = coldTakeover();
        System.out.printf(
                Locale.ROOT,
                "from the kill, session %d ms, ms: warm %s, %s, cold %s%n",
                Candidates.SESSION.toMillis(),
                one,
                two,
                cold);
        assertTrue(
                Math.max(one.fromElectionToFirstBatch(), two.fromElectionToFirstBatch())
                        < cold.fromElectionToFirstBatch(),
                "warm is faster");
    }

    @Test
    void aLeaderThatIsAskedToHandsOverToAWarmStandbyAndComesBackAsOne() throws Exception {
        start();
        JavaProcess first = candidates.awaitFirst();
        JavaProcess second = startStandby();
        ZooKeeperSettings zookeeper = ZooKeeperSettings.of(ensemble.connectString());
        try (Electorate electorate = Electorate.of(zookeeper, drivers.checkpointUri(), LIMIT)) {
            candidates.await("copies of state", () -> withCopies(electorate) == 1);
            long asked = clock.wallMillis();
            assertTrue(electorate.askToHandOver(electorate.candidates().get(0)));
            assertEquals(ExitCodes.HANDED_OVER, first.awaitExit(LIMIT), first::tail);
            candidates.awaitNext(first);
            System.out.printf(
                    Locale.ROOT, "from the request to hand over to a warm standby, ms: %s%n", lastTakeover(asked));
        }
        JavaProcess again = startStandby();
        killAndAwaitNext(second);
        assertEquals(again, candidates.leader().orElseThrow());
        judge();
    }

    @Test
    void aStandbyThatIsToldToEndEndsAndClaimsNothing() throws Exception {
        start();
        JavaProcess leader = candidates.awaitFirst();
        JavaProcess standby = startStandby();
        standby.terminate();
        assertEquals(128 + 15, standby.awaitExit(LIMIT), standby::tail);
        candidates.awaitBatches(2);
        assertEquals(1, candidates.starts().size());
        assertEquals(leader, candidates.leader().orElseThrow());
        judge();
    }

    @Test
    void aStandbyThatHasLoadedAnotherApplicationStartsAnewOnceAndThenLeads() throws Exception {
        CountDownLatch mayLead = new CountDownLatch(1);
        CountDownLatch leads = new CountDownLatch(1);
        FutureTask<Void> other = new FutureTask<>(() -> {
            HaDriver.run(drivers.checkpointUri(), ZooKeeperSettings.of(ensemble.connectString()), () -> {
                leads.countDown();
                mayLead.await();
                throw new IllegalStateException("leads no longer");
            });
            return null;
        });
        new Thread(other, "leader without an application").start();
        leads.await();
        JavaProcess first = startStandby();
        JavaProcess stale = candidates.start(ensemble.connectString(), home.resolve("nowhere"));
        awaitStandby(stale);
        mayLead.countDown();

        candidates.awaitFirst();
        assertEquals(first, candidates.leader().orElseThrow());
        assertEquals(ExitCodes.STALE, stale.awaitExit(LIMIT), stale::tail);
        JavaProcess again = candidates.start(ensemble.connectString(), home.resolve("nowhere"));
        awaitStandby(again);
        candidates.awaitBatches(3);
        killAndAwaitNext(first);
        assertEquals(again, candidates.leader().orElseThrow());
        judge();
    }
}
