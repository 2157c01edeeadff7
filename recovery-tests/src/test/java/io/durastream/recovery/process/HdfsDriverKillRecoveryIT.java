package io.durastream.recovery.process;

import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import io.durastream.storage.hdfs.HdfsCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As {@link DriverKillRecoveryIT}, with fewer kills, and the checkpoint directory on an HDFS with three DataNodes. */
@Timeout(300)
final class HdfsDriverKillRecoveryIT {

    private static final int KILLS = Integer.getInteger("durastream.test.hdfsKills", 5);
    private static final long SEED = Long.getLong("durastream.test.seed", 20_261_121L);
    private static final String AGAIN =
            "mvn verify -pl recovery-tests -am -Dit.test=HdfsDriverKillRecoveryIT -Dsurefire.skip";

    @TempDir
    Path home;

    @Test
    void countsEveryRecordOnceThoughTheDriverIsKilledOnHdfs() throws Exception {
        try (HdfsCluster hdfs = HdfsCluster.start(3);
                Storage checkpoint = Storages.open(hdfs.uri("/workload"), hdfs.conf(), Clock.system())) {
            KillRun run = new KillRun(Drivers.on(hdfs.uri("/workload"), home), SEED, AGAIN);
            run.run(KILLS);
            run.printRecoveries(checkpoint);
        }
    }
}
