package io.durastream.runtime.ha;

import io.durastream.runtime.standby.Readiness;
import io.durastream.storage.Clock;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.zookeeper.CreateMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a candidate shows how near it is to leading: a node of its own, which lives as long as its session. Not the node by
 * which it is elected: the candidate behind it watches that, and would miss its end after a change. Never closed: the
 * session's end deletes the node, and closing would wait for servers that are away.
 *
 * <p>Any thread may call.
 */
final class ReadinessNode {

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessNode.class);

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PersistentNode node;
    private final Clock clock;

    /** What was shown last, and when; guarded by this object's monitor, as the election's thread and the standby's call. */
    private Readiness shown;

    private long shownNanos;

    /** Shows nothing yet. */
    ReadinessNode(CuratorFramework client, ElectionPath path, CandidateId candidate, Readiness first, Clock clock) {
        this.node = new PersistentNode(
                client, CreateMode.EPHEMERAL, false, path.readiness(candidate), ReadinessCodec.encode(first));
        this.clock = clock;
        this.shown = first;
        this.shownNanos = clock.nanoTime();
    }

    void start() {
        node.start();
    }

    /** At once where it is of another kind than what is shown; else at most once a second: who has more to say says it again. */
    synchronized void show(Readiness readiness) {
        long now = clock.nanoTime();
        boolean isDue = now - shownNanos >= INTERVAL_NANOS || readiness.getClass() != shown.getClass();
        if (isDue && !readiness.equals(shown)) {
            try {
                node.setData(ReadinessCodec.encode(readiness));
                shown = readiness;
                shownNanos = now;
            } catch (Exception e) {
                LOG.warn("Others cannot see in ZooKeeper how near this candidate is to leading", e);
            }
        }
    }
}
