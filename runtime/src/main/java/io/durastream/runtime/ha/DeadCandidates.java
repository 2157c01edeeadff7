package io.durastream.runtime.ha;

import io.durastream.ha.ZooKeeperSettings;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.curator.framework.CuratorFramework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes dead candidates out of the election of one application, over a connection that is there when it is needed. */
public final class DeadCandidates implements Supervisor.Register, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadCandidates.class);

    private final CuratorFramework client;
    private final Participants participants;
    private final Duration patience;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "durastream-dead-candidates");
        made.setDaemon(true);
        return made;
    });

    /** @param client started; closed with this */
    DeadCandidates(CuratorFramework client, ElectionPath path, Duration patience) {
        this.client = client;
        this.participants = new Participants(client, path);
        this.patience = patience;
    }

    /**
     * Begins to connect.
     *
     * @throws IllegalArgumentException when the checkpoint directory has no scheme
     */
    public static DeadCandidates of(ZooKeeperSettings zookeeper, String checkpointDirectory) {
        ElectionPath path = ElectionPath.of(zookeeper, checkpointDirectory);
        CuratorFramework client = ZooKeeperClients.of(zookeeper, path);
        client.start();
        return new DeadCandidates(client, path, zookeeper.sessionTimeout());
    }

    /**
     * Takes a candidate out whose process is gone for certain, so that nobody waits for the end of its session. Waits for that
     * no longer than the session would last. If it led, its successor finds there when and how it ended.
     */
    @Override
    public void remove(DriverEnd end) throws InterruptedException {
        CandidateId dead = end.candidate();
        Future<Boolean> removal = thread.submit(() -> {
            if (participants.leads(dead)) {
                participants.leave(new Departure(dead, end.wallMillis(), end.reason()));
            }
            return participants.remove(dead);
        });
        try {
            if (removal.get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("Gave back the place of the dead candidate {}", dead);
            }
        } catch (TimeoutException e) {
            LOG.warn("ZooKeeper does not answer; the place of the dead candidate {} ends with its session", dead);
        } catch (ExecutionException e) {
            LOG.warn("The place of the dead candidate {} ends with its session", dead, e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        client.close();
    }
}
