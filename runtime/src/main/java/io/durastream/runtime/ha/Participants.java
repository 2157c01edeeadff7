package io.durastream.runtime.ha;

import static java.nio.charset.StandardCharsets.UTF_8;

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
        for (String node : nodes()) {
            if (idOf(node).filter(dead::equals).isPresent()) {
                client.delete().quietly().forPath(node);
                return true;
            }
        }
        return false;
    }

    /** None when there never was an election. */
    private List<String> nodes() throws Exception {
        try {
            return client.getChildren().forPath(path.leader()).stream()
                    .map(child -> ZKPaths.makePath(path.leader(), child))
                    .toList();
        } catch (KeeperException.NoNodeException e) {
            return List.of();
        }
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
