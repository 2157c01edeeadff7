package io.durastream.runtime.ha;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.network.TcpLinks;
import io.durastream.chaos.zookeeper.EnsembleOfThree;
import io.durastream.chaos.zookeeper.ZooKeeperEnsemble;
import io.durastream.chaos.zookeeper.ZooKeeperServer;
import io.durastream.ha.DigestCredentials;
import io.durastream.ha.ZooKeeperSettings;
import io.durastream.runtime.standby.Readiness;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryForever;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who leads, and when that is over, against a real ensemble. */
@Timeout(300)
@ExtendWith(EnsembleOfThree.class)
final class ElectionIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration SESSION = Duration.ofSeconds(2);

    private static ZooKeeperEnsemble ensemble;

    private final List<Candidate> candidates = new ArrayList<>();
    private ElectionPath path;

    /** A candidate in this process, and what it heard. */
    private static final class Candidate implements ElectionListener {

        private final CandidateId id = CandidateId.next(Clock.system());
        private final Election election;
        private volatile boolean leads;
        private volatile boolean lost;
        private volatile String refusal = "";
        private volatile boolean asked;
        private volatile String succeeded = "nobody";

        Candidate(ZooKeeperSettings settings, ElectionPath path) throws IOException {
            election = Election.join(settings, path, id, new Readiness.Cold(), this);
        }

        @Override
        public void leads() {
            leads = true;
        }

        @Override
        public void refused(String reason) {
            refusal = reason;
        }

        @Override
        public void succeeds(Optional<Departure> before) {
            succeeded = before.isPresent() ? before.get().toString() : "somebody";
        }

        @Override
        public void isAskedToHandOver() {
            asked = true;
        }

        @Override
        public void lost() {
            lost = true;
        }

        boolean isLeading() {
            return leads && !lost;
        }
    }

    @BeforeAll
    static void use(ZooKeeperEnsemble given) {
        ensemble = given;
    }

    @BeforeEach
    void choosePath(TestInfo test) {
        path = new ElectionPath("/tests/" + test.getTestMethod().orElseThrow().getName());
    }

    @AfterEach
    void leave() throws Exception {
        ensemble.heal();
        candidates.forEach(candidate -> candidate.election.close());
    }

    private static ZooKeeperSettings settings(String connectString) {
        return ZooKeeperSettings.of(connectString).withSessionTimeout(SESSION);
    }

    private Candidate join() throws IOException {
        return join(settings(ensemble.connectString()));
    }

    private Candidate join(ZooKeeperSettings settings) throws IOException {
        Candidate candidate = new Candidate(settings, path);
        candidates.add(candidate);
        return candidate;
    }

    private Candidate joinAndLead() throws IOException {
        Candidate candidate = join();
        await().atMost(LIMIT).until(candidate::isLeading);
        return candidate;
    }

    @Test
    void theNextOneLeadsWhenALeaderLeaves() throws Exception {
        Candidate first = joinAndLead();
        Candidate second = join();
        Candidate third = join();
        await().atMost(LIMIT).until(() -> participants() == 3);
        assertFalse(second.leads || third.leads);

        first.election.close();
        await().atMost(LIMIT).until(() -> second.isLeading() || third.isLeading());
        assertFalse(second.leads && third.leads);
        assertFalse(first.lost, "who leaves has not lost");
    }

    @Test
    void changesAmongTheServersAreNothingToALeader() throws Exception {
        Candidate leader = joinAndLead();
        Candidate other = join();
        for (ZooKeeperServer server : ensemble.servers()) {
            server.kill();
            ensemble.awaitLeader();
            ensemble.heal();
        }
        ensemble.awaitLeader().pause();
        ensemble.awaitLeader();
        ensemble.heal();
        ensemble.kill();
        ensemble.heal();
        await().atMost(LIMIT).until(() -> participants() == 2);
        assertTrue(leader.isLeading());
        assertFalse(other.leads);
    }

    @Test
    void totalLossLeavesTheLeaderForAsLongAsItLasts() throws Exception {
        Candidate leader = joinAndLead();
        Candidate other = join();
        await().atMost(LIMIT).until(() -> participants() == 2);

        ensemble.kill();
        Candidate late = join();
        stays(leader, SESSION.multipliedBy(3));
        assertFalse(other.leads || late.leads);

        ensemble.heal();
        await().atMost(LIMIT).until(() -> participants() == 3);
        stays(leader, SESSION.multipliedBy(2));
        assertFalse(other.leads || late.leads);
    }

    @Test
    void aLeaderThatWasCutOffLearnsItWhenItIsBack() throws Exception {
        try (TcpLinks wires = TcpLinks.to(ensemble.addresses())) {
            Candidate leader = join(settings(wires.addresses()));
            await().atMost(LIMIT).until(leader::isLeading);
            Candidate other = join();

            wires.cut();
            await().atMost(LIMIT).until(other::isLeading);
            assertTrue(leader.isLeading(), "its own clock says nothing about others");

            wires.mend();
            await().atMost(LIMIT).until(() -> leader.lost);
            assertTrue(other.isLeading());
            await().atMost(LIMIT).until(() -> participants() == 1);
        }
    }

    @Test
    void aCandidateThatWasCutOffStandsAgainWhenItIsBack() throws Exception {
        Candidate leader = joinAndLead();
        try (TcpLinks wires = TcpLinks.to(ensemble.addresses())) {
            Candidate waiting = join(settings(wires.addresses()));
            await().atMost(LIMIT).until(() -> participants() == 2);

            wires.cut();
            await().atMost(LIMIT).until(() -> participants() == 1);
            wires.mend();
            await().atMost(LIMIT).until(() -> participants() == 2);
            assertFalse(waiting.leads);

            leader.election.close();
            await().atMost(LIMIT).until(waiting::isLeading);
        }
    }

    @Test
    void aLeaderWhoseNodeIsGoneLearnsItAtTheNextConnection() throws Exception {
        Candidate leader = joinAndLead();
        Candidate other = join();
        try (CuratorFramework admin = admin()) {
            assertTrue(new Participants(admin, path).remove(leader.id));
        }
        await().atMost(LIMIT).until(other::isLeading);

        ensemble.kill();
        ensemble.heal();
        await().atMost(LIMIT).until(() -> leader.lost);
        assertTrue(other.isLeading());
    }

    @Test
    void aDeadCandidateIsRemovedByItsId() throws Exception {
        Candidate leader = joinAndLead();
        Candidate other = join();
        await().atMost(LIMIT).until(() -> participants() == 2);
        try (CuratorFramework admin = admin()) {
            Participants participants = new Participants(admin, path);
            assertTrue(participants.remove(other.id));
            assertFalse(participants.remove(other.id));
            assertFalse(new Participants(admin, new ElectionPath("/tests/nobody")).remove(leader.id));
        }
        assertEquals(1, participants());
        assertTrue(leader.isLeading());
    }

    @Test
    void aSuccessorIsToldHowTheLeaderEnded() throws Exception {
        Candidate first = joinAndLead();
        Candidate second = join();
        await().atMost(LIMIT).until(() -> participants() == 2);
        DriverEnd end = new DriverEnd(first.id, 137, 1_700_000_000_000L, "");
        try (DeadCandidates dead = new DeadCandidates(admin(), path, LIMIT)) {
            dead.remove(end);
        }
        String told = new Departure(first.id, end.wallMillis(), "it was killed with signal 9").toString();
        await().atMost(LIMIT).until(() -> second.succeeded.equals(told));
        assertEquals("nobody", first.succeeded);

        Candidate third = join();
        await().atMost(LIMIT).until(() -> participants() == 2);
        first.election.close();
        second.election.close();
        await().atMost(LIMIT).until(third::isLeading);
        await().atMost(LIMIT).until(() -> third.succeeded.equals("somebody"));
    }

    @Test
    void aLeaderIsAskedToHandOverAlsoOverALaterConnection() throws Exception {
        Candidate before = joinAndLead();
        ask(before);
        Candidate leader = join();
        await().atMost(LIMIT).until(() -> participants() == 2);
        Candidate other = join();
        await().atMost(LIMIT).until(() -> participants() == 3);
        before.election.close();
        await().atMost(LIMIT).until(leader::isLeading);
        assertFalse(leader.asked, "the one before was");
        ensemble.kill();
        ensemble.heal();
        try (CuratorFramework admin = admin()) {
            Participants participants = new Participants(admin, path);
            assertFalse(participants.askToHandOver(other.id));
            assertTrue(participants.askToHandOver(leader.id));
            assertEquals(List.of(leader.id, other.id), participants.inOrder());
        }
        await().atMost(LIMIT).until(() -> leader.asked);
        assertTrue(leader.isLeading(), "until it leaves");
        Departure departure = new Departure(leader.id, 17, "it was asked");
        leader.election.leave(departure);
        await().atMost(LIMIT).until(() -> other.succeeded.equals(departure.toString()));
        assertFalse(other.asked);
        assertFalse(leader.lost);
    }

    private void ask(Candidate leader) throws Exception {
        try (CuratorFramework admin = admin()) {
            assertTrue(new Participants(admin, path).askToHandOver(leader.id));
        }
        await().atMost(LIMIT).until(() -> leader.asked);
    }

    @Test
    void eachShowsHowNearItIsToLeading() throws Exception {
        Candidate leader = joinAndLead();
        Candidate other = join();
        Readiness.Warm warm = new Readiness.Warm(OptionalLong.of(17), new Readiness.Held(4, 3, 2), 1);
        try (CuratorFramework admin = admin()) {
            Participants participants = new Participants(admin, path);
            awaitReadiness(participants, leader, new Readiness.Leading());
            awaitReadiness(participants, other, new Readiness.Cold());
            other.election.show(warm);
            awaitReadiness(participants, other, warm);
            ensemble.kill();
            ensemble.heal();
            awaitReadiness(participants, other, warm);

            admin.setData().forPath(path.readiness(other.id), new byte[] {-1, 0, 7});
            assertEquals(Optional.empty(), participants.readiness(other.id));
            leader.election.close();
            await().atMost(LIMIT).until(() -> participants.readiness(leader.id).isEmpty());
        }
    }

    private static void awaitReadiness(Participants participants, Candidate candidate, Readiness expected) {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> participants.readiness(candidate.id).equals(Optional.of(expected)));
    }

    @Test
    void withCredentialsOnlyTheirOwnersMayTouchTheNodes() throws Exception {
        ZooKeeperSettings known =
                settings(ensemble.connectString()).withCredentials(DigestCredentials.parse("words:open sesame"));
        Candidate leader = join(known);
        await().atMost(LIMIT).until(leader::isLeading);
        try (CuratorFramework stranger = admin()) {
            var error = assertThrows(
                    KeeperException.NoAuthException.class, () -> new Participants(stranger, path).remove(leader.id));
            assertFalse(error.toString().contains("sesame"), error::toString);
            Candidate intruder = join();
            await().atMost(LIMIT).until(() -> intruder.refusal.contains("refuses access to " + path.leader()));
            assertFalse(intruder.leads);
            // Another application, with credentials of its own, beside it.
            stranger.create().forPath("/tests/besideWithCredentials");
        }
        try (CuratorFramework owner = ZooKeeperClients.of(known, path)) {
            owner.start();
            assertTrue(new Participants(owner, path).remove(leader.id));
        }
    }

    private static void stays(Candidate leader, Duration time) {
        await().atMost(time.plus(LIMIT)).during(time).until(leader::isLeading);
    }

    private int participants() throws Exception {
        try (CuratorFramework admin = admin()) {
            return admin.getChildren().forPath(path.leader()).size();
        }
    }

    private static CuratorFramework admin() {
        CuratorFramework client = CuratorFrameworkFactory.builder()
                .connectString(ensemble.connectString())
                .ensembleTracker(false)
                .retryPolicy(new RetryForever(100))
                .build();
        client.start();
        return client;
    }
}
