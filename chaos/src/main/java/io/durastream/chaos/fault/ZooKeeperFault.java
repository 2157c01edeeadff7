package io.durastream.chaos.fault;

import io.durastream.chaos.stage.Deployment;
import io.durastream.chaos.stage.Setting;
import io.durastream.chaos.stage.Stage;
import io.durastream.chaos.zookeeper.ServerRole;
import io.durastream.chaos.zookeeper.ZooKeeperEnsemble;
import io.durastream.chaos.zookeeper.ZooKeeperServer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Some servers of the ensemble are killed, and started again with the data that they have. */
record ZooKeeperFault(String name, Victims victims, Lasting lasting, String description) implements Fault {

    /** Who is killed. */
    enum Victims {
        A_FOLLOWER {
            @Override
            List<ZooKeeperServer> of(ZooKeeperEnsemble ensemble) {
                return ensemble.servers().stream()
                        .filter(server -> server.role() == ServerRole.FOLLOWER)
                        .limit(1)
                        .toList();
            }
        },
        THE_LEADER {
            @Override
            List<ZooKeeperServer> of(ZooKeeperEnsemble ensemble) {
                return ensemble.findLeader().stream().toList();
            }
        },
        A_MAJORITY {
            @Override
            List<ZooKeeperServer> of(ZooKeeperEnsemble ensemble) {
                List<ZooKeeperServer> servers = ensemble.servers();
                return servers.subList(0, servers.size() / 2 + 1);
            }
        };

        abstract List<ZooKeeperServer> of(ZooKeeperEnsemble ensemble);
    }

    @Override
    public boolean possible(Setting setting) {
        return setting.deployment() == Deployment.HA;
    }

    @Override
    public Injury start(Stage stage, SplittableRandom random) throws InterruptedException {
        ZooKeeperEnsemble ensemble = stage.zookeeper().orElseThrow();
        List<ZooKeeperServer> dead = victims.of(ensemble);
        for (ZooKeeperServer server : dead) {
            server.kill();
        }
        boolean gone = !dead.isEmpty() && dead.stream().noneMatch(ZooKeeperServer::isAlive);
        boolean serves = ensemble.findLeader().isPresent();
        return new Injury() {
            @Override
            public Optional<String> proof() {
                return gone ? Optional.of("dead: " + dead + "; a leader then: " + serves) : Optional.empty();
            }

            @Override
            public void heal() throws IOException, InterruptedException {
                ensemble.heal();
            }
        };
    }
}
