package io.durastream.runtime.ha;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.ExecutorService;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the leader is asked to make room: a node of its own with the leader's id in it, so that a request means nothing to
 * any other leader. Not the leader's node: its successor watches that, and would miss its end after a change.
 *
 * <p>All is done in the thread of the events.
 */
final class HandOverRequests {

    private static final Logger LOG = LoggerFactory.getLogger(HandOverRequests.class);

    private final CuratorFramework client;
    private final String node;
    private final CandidateId candidate;
    private final ExecutorService events;
    private final Runnable whenAsked;
    private final CuratorWatcher change = ignored -> changed();
    private boolean asked;

    HandOverRequests(
            CuratorFramework client,
            ElectionPath path,
            CandidateId candidate,
            ExecutorService events,
            Runnable whenAsked) {
        this.client = client;
        this.node = path.handOver();
        this.candidate = candidate;
        this.events = events;
        this.whenAsked = whenAsked;
    }

    /** Looks now, and at each change from now on. For each new connection, which has forgotten what the last one watched. */
    void watch() {
        try {
            client.checkExists()
                    .usingWatcher(change)
                    .inBackground((ignored, found) -> read(found.getStat()), events)
                    .forPath(node);
        } catch (Exception e) {
            LOG.warn("Nobody can ask this leader to hand over until ZooKeeper is connected again", e);
        }
    }

    private void changed() {
        if (!events.isShutdown()) {
            events.execute(this::watch);
        }
    }

    private void read(@Nullable Stat request) throws Exception {
        if (request != null) {
            client.getData()
                    .inBackground((ignored, found) -> heed(found.getData()), events)
                    .forPath(node);
        }
    }

    private void heed(byte @Nullable [] data) {
        if (data != null && !asked && new String(data, UTF_8).equals(candidate.value())) {
            asked = true;
            whenAsked.run();
        }
    }
}
