package io.durastream.runtime.ha;

import io.durastream.runtime.standby.Readiness;
import io.durastream.storage.Clock;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a candidate shows how near it is to leading: a node of its own, which lives as long as its session. Not the node by
 * which it is elected: the candidate behind it watches that, and would miss its end after a change.
 *
 * <p>Any thread may call; none waits for servers.
 */
final class ReadinessNode {

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessNode.class);

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CuratorFramework client;
    private final String node;
    private final Clock clock;

    /** What is to be seen, and since when; guarded by this object's monitor, as the election's thread and the standby's call. */
    private Readiness shown;

    private long shownNanos;

    /** Shows nothing before there is a connection. */
    ReadinessNode(CuratorFramework client, ElectionPath path, CandidateId candidate, Readiness first, Clock clock) {
        this.client = client;
        this.node = path.readiness(candidate);
        this.clock = clock;
        this.shown = first;
        this.shownNanos = clock.nanoTime();
    }

    /** At once where it is of another kind than what is shown; else at most once a second: who has more to say says it again. */
    synchronized void show(Readiness readiness) {
        long now = clock.nanoTime();
        boolean isDue = now - shownNanos >= INTERVAL_NANOS || readiness.getClass() != shown.getClass();
        if (isDue && !readiness.equals(shown)) {
            shown = readiness;
            shownNanos = now;
            if (client.getZookeeperClient().isConnected()) {
                write();
            }
        }
    }

    /** For each new connection: what there is may belong to a session that ends, and nothing was written meanwhile. */
    synchronized void connected() {
        try {
            client.delete().quietly().inBackground().forPath(node);
        } catch (Exception e) {
            LOG.debug("{} may be there still", node, e);
        }
        write();
    }

    private void write() {
        try {
            client.create()
                    .orSetData()
                    .creatingParentsIfNeeded()
                    .withMode(CreateMode.EPHEMERAL)
                    .inBackground()
                    .forPath(node, ReadinessCodec.encode(shown));
        } catch (Exception e) {
            LOG.warn("Others cannot see in ZooKeeper how near this candidate is to leading", e);
        }
    }
}
