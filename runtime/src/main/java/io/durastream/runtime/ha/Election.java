package io.durastream.runtime.ha;

import io.durastream.ha.ZooKeeperSettings;
import io.durastream.runtime.standby.Readiness;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A candidate's part in the election of an application's driver: it waits, leads, and loses at most once.
 *
 * <p><b>When leadership is lost.</b> A leader's node in ZooKeeper lives as long as its session. A lost connection ends
 * neither, however long it lasts: while no server can be asked nobody else can be elected either, and when the servers
 * come back they know the session still ({@link LastingSessions}). So nothing that happens on this side alone ends
 * leadership. It is lost when, connected again, the node is gone, or belongs to a session that was ended. Whoever was cut off
 * alone learns it then; until then the epoch in the batch log keeps it from doing harm.
 *
 * <p>All methods may be called by any thread.
 */
final class Election implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Election.class);

    private final CuratorFramework client;
    private final LeaderLatch latch;
    private final ElectionPath path;
    private final CandidateId candidate;
    private final ElectionListener listener;
    private final HandOverRequests requests;
    private final ReadinessNode readiness;
    private final ExecutorService events = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "durastream-election");
        made.setDaemon(true);
        return made;
    });

    private final ConnectionStateListener connection = (ignored, state) -> changed(state);
    private final LeaderLatchListener leadership = new LeaderLatchListener() {
        @Override
        public void isLeader() {
            lead();
        }

        @Override
        public void notLeader() {
            // The latch's view when a connection is lost. Ours is above.
        }
    };

    /** The leader's node, null before it leads. This and what follows belongs to the thread of the events. */
    private @Nullable String node;

    private boolean over;

    /** Whether somebody else was to lead before this candidate. */
    private boolean waits;

    private Election(
            CuratorFramework client,
            ElectionPath path,
            CandidateId candidate,
            Readiness first,
            ElectionListener listener) {
        this.client = client;
        this.latch = new LeaderLatch(client, path.leader(), candidate.value());
        this.path = path;
        this.candidate = candidate;
        this.listener = listener;
        this.readiness = new ReadinessNode(client, path, candidate, first, Clock.system());
        this.requests = new HandOverRequests(client, path, candidate, events, listener::isAskedToHandOver);
    }

    /**
     * Stands for election. Returns at once, also when no server can be reached: then the candidate waits.
     *
     * @param first what is shown of the candidate from the beginning
     */
    static Election join(
            ZooKeeperSettings settings,
            ElectionPath path,
            CandidateId candidate,
            Readiness first,
            ElectionListener listener)
            throws IOException {
        Election election = new Election(ZooKeeperClients.of(settings, path), path, candidate, first, listener);
        try {
            election.start();
            return election;
        } catch (Exception e) {
            election.close();
            throw new IOException("Cannot stand for election at " + path.leader() + " with " + settings, e);
        }
    }

    private void start() throws Exception {
        client.getConnectionStateListenable().addListener(connection, events);
        latch.addListener(leadership, events);
        client.start();
        latch.start();
    }

    private void changed(ConnectionState state) {
        switch (state) {
            case SUSPENDED ->
                LOG.warn(
                        "No connection to ZooKeeper; {}",
                        node == null ? "this candidate waits" : "this driver goes on");
            case CONNECTED -> {
                lookAhead();
                readiness.connected();
            }
            case RECONNECTED -> {
                LOG.info("Connected to ZooKeeper again");
                checkNode();
                readiness.connected();
                if (node != null) {
                    requests.watch();
                }
            }
            default -> LOG.info("Connection to ZooKeeper: {}", state);
        }
    }

    private void lookAhead() {
        LOG.info("Connected to ZooKeeper");
        ask(
                "who leads",
                () -> client.getChildren()
                        .inBackground((ignored, answer) -> candidatesFound(answer), events)
                        .forPath(path.leader()));
    }

    private void candidatesFound(CuratorEvent answer) {
        if (answer.getResultCode() == KeeperException.Code.NOAUTH.intValue()) {
            listener.refused(
                    "ZooKeeper refuses access to " + path.leader() + ": candidates with other credentials have made"
                            + " it. Give this candidate the credentials of the others, or remove the node when they are gone");
        } else {
            waits = isAnyAhead(answer.getChildren());
        }
    }

    private boolean isAnyAhead(@Nullable List<String> nodes) {
        String own = latch.getOurPath();
        return nodes != null
                && nodes.stream()
                        .anyMatch(
                                other -> own == null || Participants.turn(other).compareTo(Participants.turn(own)) < 0);
    }

    private void lead() {
        if (node == null) {
            node = latch.getLastPathIsLeader();
            LOG.info("Candidate {} leads", candidate);
            readiness.show(new Readiness.Leading());
            requests.watch();
            ask(
                    "how the leader before ended",
                    () -> client.getData()
                            .inBackground((ignored, found) -> succeed(found), events)
                            .forPath(path.departed()));
            // Last: an application that fails at once closes the client.
            listener.leads();
        }
    }

    /** What is known of the leader before is for its successor alone. */
    private void succeed(CuratorEvent found) throws Exception {
        Optional<Departure> before = Optional.ofNullable(found.getData()).flatMap(Departure::decode);
        if (before.isPresent() || waits) {
            listener.succeeds(before);
        }
        if (found.getData() != null) {
            client.delete().quietly().inBackground().forPath(path.departed());
        }
    }

    private void checkNode() {
        String own = node;
        if (own != null) {
            ask(
                    "whether this driver still leads",
                    () -> client.checkExists()
                            .inBackground((ignored, found) -> nodeFound(found), events)
                            .forPath(own));
        }
    }

    /** Something that is answered in the thread of the events. */
    private interface Question {
        void ask() throws Exception;
    }

    private static void ask(String what, Question question) {
        try {
            question.ask();
        } catch (Exception e) {
            LOG.warn("Cannot ask ZooKeeper {}; this process goes on", what, e);
        }
    }

    private void nodeFound(CuratorEvent found) throws Exception {
        boolean gone = found.getResultCode() == KeeperException.Code.NONODE.intValue();
        if (gone || isOfAnotherSession(found.getStat())) {
            lose();
        }
    }

    /** Not so when the answer was none: the next connection asks again. */
    private boolean isOfAnotherSession(@Nullable Stat stat) throws Exception {
        return stat != null
                && stat.getEphemeralOwner()
                        != client.getZookeeperClient().getZooKeeper().getSessionId();
    }

    private void lose() {
        if (!over) {
            over = true;
            LOG.error("Candidate {} does not lead any more", candidate);
            listener.lost();
            close();
        }
    }

    /** Shows others how near this candidate is to leading; at once, and soon. */
    void show(Readiness now) {
        readiness.show(now);
    }

    /** Gives leadership back, and tells the next leader why. */
    void leave(Departure departure) {
        try {
            new Participants(client, path).leave(departure);
        } catch (Exception e) {
            LOG.warn("Cannot tell the next leader in ZooKeeper that this one left", e);
        }
        close();
    }

    /** Gives leadership back, or stops waiting for it; no event follows. Idempotent. */
    @Override
    public void close() {
        latch.removeListener(leadership);
        client.getConnectionStateListenable().removeListener(connection);
        events.shutdown();
        // Ends the session, and with it the node of the candidate. Where no server can be reached that is left to them.
        client.close();
    }
}
