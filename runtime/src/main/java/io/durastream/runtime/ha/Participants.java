package io.durastream.runtime.ha;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.durastream.runtime.standby.Readiness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.utils.ZKPaths;
import org.apache.zookeeper.KeeperException;

/** The candidates of an application, as their nodes in ZooKeeper show them. */
final class Participants {

    private final CuratorFramework client;
    private final ElectionPath path;

    Participants(CuratorFramework client, ElectionPath path) {
        this.client = client;
        this.path = path;
    }

    /**
     * Takes a dead candidate out of the election, so that nobody waits for the end of its session. Only for who knows for
     * certain that its process is gone.
     *
     * @return whether it was in
     */
    boolean remove(CandidateId dead) throws Exception {
        client.delete().quietly().forPath(path.readiness(dead));
        for (String node : nodes()) {
            if (idOf(node).filter(dead::equals).isPresent()) {
                client.delete().quietly().forPath(node);
                return true;
            }
        }
        return false;
    }

    /** Whether this candidate is the one that leads. */
    boolean leads(CandidateId candidate) throws Exception {
        List<String> nodes = nodes();
        return !nodes.isEmpty() && idOf(nodes.get(0)).filter(candidate::equals).isPresent();
    }

    /** Those who are there, the leader first. */
    List<CandidateId> inOrder() throws Exception {
        List<CandidateId> candidates = new ArrayList<>();
        for (String node : nodes()) {
            idOf(node).ifPresent(candidates::add);
        }
        return candidates;
    }

    /** What a candidate shows; empty when that is nothing, or nothing that makes sense. */
    Optional<Readiness> readiness(CandidateId candidate) throws Exception {
        try {
            return ReadinessCodec.decode(client.getData().forPath(path.readiness(candidate)));
        } catch (KeeperException.NoNodeException e) {
            return Optional.empty();
        }
    }

    /**
     * Asks the leader to make room for the next candidate.
     *
     * @return whether this candidate led at that moment
     */
    boolean askToHandOver(CandidateId leader) throws Exception {
        if (!leads(leader)) {
            return false;
        }
        client.create()
                .orSetData()
                .creatingParentsIfNeeded()
                .forPath(path.handOver(), leader.value().getBytes(UTF_8));
        return true;
    }

    /** Tells the successor of a leader what became of that; to be done before the leader's place is free. */
    void leave(Departure departure) throws Exception {
        client.create().orSetData().creatingParentsIfNeeded().forPath(path.departed(), departure.encode());
    }

    /** In the order in which they lead. None when there never was an election. */
    private List<String> nodes() throws Exception {
        try {
            return client.getChildren().forPath(path.leader()).stream()
                    .sorted(Comparator.comparing(Participants::turn))
                    .map(child -> ZKPaths.makePath(path.leader(), child))
                    .toList();
        } catch (KeeperException.NoNodeException e) {
            return List.of();
        }
    }

    /** The digits that ZooKeeper gave the node. */
    static String turn(String node) {
        return node.substring(node.lastIndexOf('-') + 1);
    }

    /** Empty when the candidate has left meanwhile. */
    private Optional<CandidateId> idOf(String node) throws Exception {
        try {
            return Optional.of(new CandidateId(new String(client.getData().forPath(node), UTF_8)));
        } catch (KeeperException.NoNodeException e) {
            return Optional.empty();
        }
    }
}
