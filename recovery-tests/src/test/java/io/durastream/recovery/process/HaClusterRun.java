package io.durastream.recovery.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.check.References;
import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.ha.ApplicationJar;
import io.durastream.chaos.ha.HaCommands;
import io.durastream.chaos.ha.HaHost;
import io.durastream.chaos.ledger.History;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.chaos.process.Signal;
import io.durastream.ha.ZooKeeperSettings;
import io.durastream.recovery.process.LogWatch.Seen;
import io.durastream.runtime.ha.Electorate;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * The {@link Workload} on a {@link ClusterSite}, with three candidates, while records flow and {@link Fault}s happen to
 * whoever leads. One thread.
 */
final class HaClusterRun implements AutoCloseable {

    private static final int CANDIDATES = 3;
    private static final double RECORDS_PER_SECOND = 200;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Longer than an append in flight may take, and the back-off between two attempts. */
    private static final Duration CUT = Duration.ofSeconds(12);

    private static final Duration APPEND = Duration.ofSeconds(2);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Clock clock = Clock.system();
    private final ClusterSite site;
    private final FeedText text;
    private final LineFeeder feeder;
    private final Storage checkpoint;
    private final LogWatch log;
    private final List<ClusterHost> hosts = new ArrayList<>();

    HaClusterRun(ClusterSite site, long seed) throws IOException {
        this.site = site;
        this.text = new FeedText(seed, Integer.MAX_VALUE);
        this.feeder = LineFeeder.start(text, RECORDS_PER_SECOND, 0, clock);
        this.checkpoint = References.open(site.checkpointFromHere());
        this.log = LogWatch.start(checkpoint, clock);
        Files.createDirectories(site.ledger());
        Path jar = ApplicationJar.ofPackage(site.home().resolve("words.jar"), Workload.class);
        Map<String, String> conf = site.sparkConfiguration(jar, Workload.class);
        for (int number = 1; number <= CANDIDATES; number++) {
            hosts.add(ClusterHost.start(
                    number,
                    site,
                    jar,
                    conf,
                    "127.0.0.1",
                    Integer.toString(feeder.port()),
                    site.ledger().toString()));
        }
    }

    /** Lets it happen to the leader, and returns when batches are committed in time again. */
    void suffer(Fault fault) throws Exception {
        awaitCandidates();
        long began = clock.wallMillis();
        Seen before = log.seen();
        suffer(fault, leader().orElseThrow(), before);
        awaitPresent();
        System.out.printf(
                Locale.ROOT,
                "%s: epoch %d, then %d; batches in time again after %d ms%n",
                fault,
                before.epoch(),
                log.seen().epoch(),
                clock.wallMillis() - began);
        assertEquals(List.of(), log.findings());
    }

    private void suffer(Fault fault, ClusterHost leader, Seen before) throws Exception {
        HaHost host = leader.processes();
        switch (fault) {
            case DRIVER_KILLED -> host.killDriver();
            case SUPERVISOR_KILLED -> host.killSupervisor();
            case HOST_LOST -> host.lose();
            case DRIVER_PAUSED -> Signal.STOP.send(before.pid());
            case CUT_FROM_ZOOKEEPER -> leader.zookeeper().cut();
            case ZOOKEEPER_LEADER_KILLED -> site.ensemble().awaitLeader().kill();
            case ZOOKEEPER_LOST -> site.ensemble().kill();
            case CUT_FROM_HDFS, CUT_FROM_HDFS_AND_FAILED_OVER -> leader.hdfs().cut();
        }
        switch (fault) {
            case DRIVER_KILLED, SUPERVISOR_KILLED, HOST_LOST -> {
                awaitTakeover(before);
                host.revive();
            }
            case DRIVER_PAUSED -> awaitFencedEnd(leader, before, () -> Signal.CONT.send(before.pid()));
            case CUT_FROM_ZOOKEEPER -> awaitFencedEnd(leader, before, leader.zookeeper()::mend);
            case ZOOKEEPER_LEADER_KILLED -> {
                awaitPresent();
                healZooKeeper(before);
            }
            case ZOOKEEPER_LOST -> {
                awaitCommitted(clock.wallMillis() + MINUTE.toMillis());
                healZooKeeper(before);
            }
            case CUT_FROM_HDFS -> {
                assertCommitsNothing();
                leader.hdfs().mend();
                awaitPresent();
                assertGoesOn(before);
            }
            case CUT_FROM_HDFS_AND_FAILED_OVER -> {
                assertCommitsNothing();
                failOver();
                await("the driver that is cut off ends").until(() -> !host.runs(before.pid()));
                leader.hdfs().mend();
            }
        }
    }

    private void healZooKeeper(Seen before) throws Exception {
        site.ensemble().heal();
        awaitCandidates();
        assertGoesOn(before);
    }

    private interface Healing {
        void heal() throws Exception;
    }

    /** Another one takes over; when the old leader is healed its driver ends by itself, as a fenced one does. */
    private void awaitFencedEnd(ClusterHost leader, Seen before, Healing healing) throws Exception {
        long fenced = leader.fencedDrivers();
        awaitTakeover(before);
        healing.heal();
        await("the old leader ends by itself").until(() -> leader.fencedDrivers() > fenced);
        assertTrue(!leader.processes().runs(before.pid()));
    }

    private void awaitTakeover(Seen before) {
        await("an epoch after " + before.epoch()).until(() -> log.seen().epoch() > before.epoch());
        awaitPresent();
    }

    private void assertGoesOn(Seen before) {
        assertEquals(before.writer(), log.seen().writer(), "the leader goes on, in the same epoch");
    }

    private void assertCommitsNothing() {
        await("appends in flight").pollDelay(APPEND).timeout(APPEND.plus(LIMIT)).until(() -> true);
        long sequence = log.seen().sequence();
        await("nothing is committed")
                .during(CUT)
                .atMost(CUT.plus(LIMIT))
                .until(() -> log.seen().sequence() == sequence);
    }

    private void failOver() throws Exception {
        JavaCommand command = HaCommands.failover(site.ensemble().connectString(), site.checkpoint())
                .withClassPath(site.classPath())
                .withJvmOptions(HostNames.option(site.home().resolve("operator-hosts"), "127.0.0.1"));
        try (JavaProcess failover = JavaProcess.start(command, site.home().resolve("failover.log"), clock)) {
            assertEquals(0, failover.awaitExit(LIMIT), failover::tail);
        }
    }

    /** Waits for a leader, and for batches that are committed in their time. */
    void awaitPresent() {
        awaitCommitted(clock.wallMillis());
    }

    private void awaitCommitted(long time) {
        await("the commit of a batch of " + time + " or later")
                .until(() -> log.seen().committed() >= time && leader().isPresent());
    }

    private Optional<ClusterHost> leader() {
        return hosts.stream()
                .filter(host -> host.processes().runs(log.seen().pid()))
                .findFirst();
    }

    private void awaitCandidates() throws IOException {
        ZooKeeperSettings zookeeper = ZooKeeperSettings.of(site.ensemble().connectString());
        try (Electorate electorate = Electorate.of(zookeeper, site.checkpoint(), LIMIT)) {
            await("all candidates stand for election")
                    .until(() -> electorate.candidates().size() == CANDIDATES);
        }
    }

    /** Ends the text, lets all of it be counted, ends the application as an operator does, and judges what it did. */
    void settleAndJudge() throws Exception {
        long records = feeder.finish();
        await("everything acknowledged").until(() -> feeder.progress().complete());
        awaitCommitted(clock.wallMillis() + 2 * Shape.BATCH_MILLIS);
        end();
        assertEquals(List.of(), feeder.violations());
        assertEquals(List.of(), log.findings());
        History history = History.read(site.ledger());
        System.out.printf(
                Locale.ROOT,
                "epochs %d, records %d, batches %d, outputs executed again %d%n",
                log.seen().epoch(),
                records,
                history.stream(Ledger.INPUT).size(),
                history.repetitions());
        assertEquals(List.of(), Oracle.judge(history, text::line, records));
        References.readAll(site.checkpointFromHere());
        assertTrue(records > 0, "nothing was received");
    }

    /** Nothing that belongs to the application runs afterwards. */
    private void end() throws Exception {
        List<ProcessHandle> drivers = hosts.stream()
                .flatMap(host -> host.processes().driver().stream())
                .toList();
        for (ClusterHost host : hosts) {
            host.processes().supervisor().terminate();
        }
        for (ClusterHost host : hosts) {
            JavaProcess supervisor = host.processes().supervisor();
            assertEquals(128 + 15, supervisor.awaitExit(LIMIT), supervisor::tail);
        }
        await("no driver runs any more").until(() -> drivers.stream().noneMatch(ProcessHandle::isAlive));
        await("no executor runs any more").until(() -> site.spark().executors().isEmpty());
    }

    private ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(LIMIT).failFast(() -> assertEquals(List.of(), log.findings()));
    }

    @Override
    public void close() throws IOException {
        log.close();
        for (ClusterHost host : hosts) {
            host.close();
        }
        feeder.close();
        checkpoint.close();
    }
}
