package io.durastream.recovery.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.ledger.History;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.chaos.zookeeper.EnsembleOfThree;
import io.durastream.chaos.zookeeper.ZooKeeperEnsemble;
import io.durastream.runtime.application.ExitCodes;
import io.durastream.storage.Clock;
import io.durastream.storage.hdfs.HdfsCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** As {@link HaRecoveryIT}, with the checkpoint directory on an HDFS with three DataNodes. */
@Timeout(300)
@ExtendWith(EnsembleOfThree.class)
final class HdfsHaRecoveryIT {

    private static final long SEED = Long.getLong("durastream.test.seed", 20_261_122L);
    private static final double RECORDS_PER_SECOND = 200;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path home;

    @Test
    void standbysTakeOverFromALeaderThatIsPausedAndOneThatIsKilled(ZooKeeperEnsemble ensemble) throws Exception {
        FeedText text = new FeedText(SEED, Integer.MAX_VALUE);
        try (HdfsCluster hdfs = HdfsCluster.start(3);
                LineFeeder feeder = LineFeeder.start(text, RECORDS_PER_SECOND, 0, Clock.system());
                Candidates candidates = new Candidates(Drivers.on(hdfs.uri("/ha"), home), feeder.port())) {
            for (int number = 1; number <= 3; number++) {
                candidates.start(ensemble.connectString());
            }
            JavaProcess paused = candidates.awaitFirst();
            paused.pause();
            JavaProcess killed = candidates.awaitNext(paused);
            paused.resume();
            assertEquals(ExitCodes.FENCED, paused.awaitExit(LIMIT), paused::tail);
            killed.kill();
            candidates.awaitNext(killed);

            long records = candidates.settle(feeder);
            assertEquals(List.of(), feeder.violations());
            assertEquals(List.of(), Oracle.judge(History.read(home.resolve("ledger")), text::line, records));
        }
    }
}
