package io.durastream.recovery.process;

import io.durastream.chaos.zookeeper.EnsembleOfThree;
import io.durastream.chaos.zookeeper.ZooKeeperEnsemble;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three candidates under {@code durastream ha}, on an ensemble of three, HDFS and a standalone cluster, all of them
 * processes, with records flowing from a reliable source. Whatever happens to the leader, nothing is lost, nothing counted
 * twice, and at no moment two epochs commit.
 */
@ExtendWith(EnsembleOfThree.class)
final class HaClusterRecoveryIT {

    private static final long SEED = Long.getLong("durastream.test.seed", 20_261_123L);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path home;

    @Test
    @Timeout(600)
    void aHostIsLostAndTheNextLeaderIsCutFromHdfs(ZooKeeperEnsemble ensemble) throws Exception {
        run(ensemble, List.of(Fault.HOST_LOST, Fault.CUT_FROM_HDFS));
    }

    @Test
    @Tag("long")
    @Timeout(1_800)
    void everythingHappens(ZooKeeperEnsemble ensemble) throws Exception {
        System.out.println("seed " + SEED + "; again: mvn verify -P long -pl recovery-tests -am -Dit.test="
                + getClass().getSimpleName() + " -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dfailsafe.failIfNoSpecifiedTests=false -Ddurastream.test.seed=" + SEED);
        run(ensemble, Fault.all(SEED));
    }

    private void run(ZooKeeperEnsemble ensemble, List<Fault> faults) throws Exception {
        try (ClusterSite site = ClusterSite.start(home, ensemble);
                HaClusterRun run = new HaClusterRun(site, SEED)) {
            run.awaitPresent();
            for (Fault fault : faults) {
                run.suffer(fault);
            }
            run.settleAndJudge();
        }
    }
}
