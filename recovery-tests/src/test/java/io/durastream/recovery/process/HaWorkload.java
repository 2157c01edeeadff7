package io.durastream.recovery.process;

import io.durastream.chaos.ledger.Ledger;
import io.durastream.ha.HaDriver;
import io.durastream.ha.Standby;
import io.durastream.ha.ZooKeeperSettings;
import java.time.Duration;

/**
 * The {@link Workload} as a candidate. While its outputs are told to block, so does a shutdown hook.
 *
 * <p>Arguments: how to reach ZooKeeper, milliseconds of a session, kind of standby, and those of the workload.
 */
public final class HaWorkload {

    private HaWorkload() {}

    public static void main(String[] args) throws Exception {
        ZooKeeperSettings zookeeper =
                ZooKeeperSettings.of(args[0]).withSessionTimeout(Duration.ofMillis(Long.parseLong(args[1])));
        Standby standby = Standby.valueOf(args[2]);
        String checkpoint = args[3];
        Runtime.getRuntime().addShutdownHook(new Thread(Ledger::blockIfTold));
        HaDriver.run(
                checkpoint,
                zookeeper,
                standby,
                () -> Workload.open(checkpoint, args[4], Integer.parseInt(args[5]), args[6]));
    }
}
