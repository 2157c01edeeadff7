package io.durastream.recovery.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.check.References;
import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.ha.HaCommands;
import io.durastream.chaos.ha.HaHost;
import io.durastream.chaos.ledger.History;
import io.durastream.chaos.ledger.LedgerProgress;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.chaos.zookeeper.EnsembleOfThree;
import io.durastream.chaos.zookeeper.ZooKeeperEnsemble;
import io.durastream.checkpoint.DriverStart;
import io.durastream.ha.ZooKeeperSettings;
import io.durastream.runtime.ha.CandidateId;
import io.durastream.runtime.ha.Electorate;
import io.durastream.runtime.standby.Readiness;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two hosts get a new version of the application one after the other, while it goes on. */
@Tag("long")
@Timeout(300)
@ExtendWith(EnsembleOfThree.class)
final class RollingUpgradeRecoveryIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** How many a word counts for in each version. */
    private static final long FIRST_WEIGHT = 1;

    private static final long SECOND_WEIGHT = 10;

    @TempDir
    Path home;

    private final Clock clock = Clock.system();
    private final FeedText text = new FeedText(7, Integer.MAX_VALUE);
    private final VersionsOracle oracle = new VersionsOracle(text::line);
    private final List<HaHost> hosts = new ArrayList<>();
    private String standby = "";
    private ZooKeeperEnsemble ensemble;
    private Drivers drivers;
    private LedgerProgress progress;
    private LineFeeder feeder;

    @BeforeEach
    void begin(ZooKeeperEnsemble given) throws IOException {
        ensemble = given;
        drivers = Drivers.in(home);
        progress = new LedgerProgress(drivers.ledger());
        feeder = LineFeeder.start(text, 200, 0, clock);
    }

    @AfterEach
    void end() throws IOException {
        hosts.forEach(HaHost::close);
        feeder.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cold", "warm"})
    void keepsTheStateWhileHostsGetANewVersionOneAfterTheOther(String kind) throws Exception {
        standby = kind;
        Versions versions = new Versions(home.resolve("versions"));
        Path first = versions.jar("first", Versions.counts(2, FIRST_WEIGHT, "counts"));
        Path second = versions.jar("second", Versions.counts(2, SECOND_WEIGHT, "counts", "coming"));

        HaHost one = start("one", first);
        awaitLeader(one, FIRST_WEIGHT, 1);
        HaHost two = start("two", second);
        failOver();
        awaitLeader(two, SECOND_WEIGHT, 2);

        one.supervisor().terminate();
        assertEquals(128 + 15, one.supervisor().awaitExit(LIMIT), one.supervisor()::tail);
        HaHost upgraded = start("one-upgraded", second);
        failOver();
        awaitLeader(upgraded, SECOND_WEIGHT, 3);

        hosts.forEach(HaHost::close);
        History history = History.read(drivers.ledger());
        assertEquals(List.of(), oracle.judge(history, List.of("counts", "coming")));
        assertEquals(List.of(), feeder.violations());
        assertTrue(
                history.stream("counts").firstKey() < history.stream("coming").firstKey(), "both versions have run");
    }

    private HaHost start(String name, Path jar) throws IOException {
        HaHost host = HaHost.start(
                HaCommands.supervisor(ensemble.connectString(), drivers.checkpointUri(), home.resolve(name))
                        .withArguments("--java-option=-Xmx512m", "--java-option=-XX:TieredStopAtLevel=1")
                        .withArguments("--conf", "spark.master=local[3]")
                        .withArguments("--standby", standby)
                        .withArguments(jar.toString(), drivers.checkpointUri(), Integer.toString(feeder.port()))
                        .withArguments(drivers.ledger().toString(), ""),
                home.resolve(name + ".log"),
                clock);
        hosts.add(host);
        return host;
    }

    /** Waits until this host's driver leads and has run some batches. */
    private void awaitLeader(HaHost host, long weight, int epoch) {
        await(host + " leads in epoch " + epoch).until(() -> lastEpoch() == epoch);
        long pid = host.driver().orElseThrow().pid();
        oracle.weighs(pid, weight);
        int before = progress.batches();
        await("batches").until(() -> progress.batches() >= before + 4);
        assertTrue(host.runs(pid), host.supervisor()::tail);
    }

    private long lastEpoch() throws IOException {
        List<DriverStart> starts = References.logState(drivers.checkpointUri()).ledger();
        return starts.isEmpty() ? 0 : starts.get(starts.size() - 1).epoch().number();
    }

    private void failOver() throws Exception {
        ZooKeeperSettings zookeeper = ZooKeeperSettings.of(ensemble.connectString());
        try (Electorate electorate = Electorate.of(zookeeper, drivers.checkpointUri(), LIMIT)) {
            await("a standby, ready").until(() -> isReady(electorate));
        }
        try (JavaProcess failover = JavaProcess.start(
                HaCommands.failover(ensemble.connectString(), drivers.checkpointUri()),
                home.resolve("failover.log"),
                clock)) {
            assertEquals(0, failover.awaitExit(LIMIT), failover::tail);
        }
    }

    private boolean isReady(Electorate electorate) throws IOException {
        List<CandidateId> candidates = electorate.candidates();
        Class<?> ready = standby.equals("warm") ? Readiness.Warm.class : Readiness.Cold.class;
        return candidates.size() == 2
                && electorate
                        .readiness(candidates.get(1))
                        .filter(ready::isInstance)
                        .isPresent();
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(LIMIT);
    }
}
