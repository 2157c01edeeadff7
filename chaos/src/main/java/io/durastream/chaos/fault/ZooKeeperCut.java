package io.durastream.chaos.fault;

import io.durastream.chaos.network.TcpLink;
import io.durastream.chaos.stage.Deployment;
import io.durastream.chaos.stage.Setting;
import io.durastream.chaos.stage.Stage;
import io.durastream.chaos.stage.SupervisedDriver;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The leader alone does not reach ZooKeeper, for longer than its session lasts: others are elected, and it does not know. */
final class ZooKeeperCut implements Fault {

    private static final int SHORTEST_SECONDS = 10;
    private static final int LONGEST_SECONDS = 16;

    @Override
    public String name() {
        return "zookeeper-cut";
    }

    @Override
    public String description() {
        return "The driver that leads is cut off from ZooKeeper until its session has expired; everything else it reaches.";
    }

    @Override
    public Lasting lasting() {
        return Lasting.seconds(SHORTEST_SECONDS, LONGEST_SECONDS);
    }

    @Override
    public boolean possible(Setting setting) {
        return setting.deployment() == Deployment.HA;
    }

    @Override
    public Injury start(Stage stage, SplittableRandom random) throws IOException {
        SupervisedDriver leader = stage.leader();
        List<TcpLink> links = stage.zookeeperLinks(leader);
        long refusedBefore = refused(links);
        int broken = 0;
        for (TcpLink link : links) {
            broken += link.cut();
        }
        int cut = broken;
        return new Injury() {
            @Override
            public Optional<String> proof() {
                long refused = refused(links) - refusedBefore;
                return cut + refused > 0
                        ? Optional.of(leader + ": " + cut + " connections broken, " + refused + " refused")
                        : Optional.empty();
            }

            @Override
            public void heal() {
                links.forEach(TcpLink::mend);
            }
        };
    }

    private static long refused(List<TcpLink> links) {
        return links.stream().mapToLong(TcpLink::refused).sum();
    }
}
