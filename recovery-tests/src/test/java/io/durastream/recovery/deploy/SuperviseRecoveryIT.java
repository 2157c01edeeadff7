package io.durastream.recovery.deploy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.chaos.cluster.ClusterWorker;
import io.durastream.chaos.cluster.DriverProcess;
import io.durastream.chaos.cluster.SparkHome;
import io.durastream.chaos.cluster.StandaloneCluster;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.recovery.cluster.UnderTarget;
import io.durastream.storage.Clock;
import io.durastream.storage.hdfs.HdfsCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code spark-submit --deploy-mode cluster --supervise} on a standalone cluster of a stock distribution: the driver is killed and started
 * again by its worker; that worker is killed with it, or stands still, and the master starts the driver on the other one.
 */
@Tag("long")
@Timeout(300)
final class SuperviseRecoveryIT {

    /**
     * A driver, its executors, and as many executors of a driver that stands still: the master does not know that it does, and starts these
     * anew when their worker is gone.
     */
    private static final int CORES = 1 + 2 * Submission.EXECUTOR_CORES;

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Clock clock = Clock.system();

    @TempDir(factory = UnderTarget.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void countsEveryRecordOnceThoughTheDriverAndThenItsWorkerAreKilled() throws Exception {
        run((cluster, counting) -> {
            driver(cluster).kill();
            counting.awaitBatches(2, patience());

            workerOf(driver(cluster), cluster).kill();
            counting.awaitBatches(2, patience());
        });
    }

    @Test
    void countsEveryRecordOnceThoughTheMasterStartsASecondDriverAndTheFirstOneComesBack() throws Exception {
        run((cluster, counting) -> {
            ClusterWorker paused = workerOf(driver(cluster), cluster);
            paused.pause();
            patience().until(() -> cluster.drivers().size() == 2);
            counting.awaitBatches(2, patience());

            paused.resume();
            patience().until(() -> cluster.drivers().size() == 1);
            counting.awaitBatches(10, patience());
            assertEquals(1, cluster.drivers().size());
        });
    }

    private void run(Trouble trouble) throws Exception {
        SparkHome home = StockSpark.home();
        try (HdfsCluster hdfs = HdfsCluster.start(1);
                StandaloneCluster cluster = StandaloneCluster.start(home, directory.resolve("spark"), 2, CORES, clock);
                LineFeeder feeder = Counting.startFeeder()) {
            Submission submission =
                    new Submission(home, cluster.master(), directory, hdfs.uri("/words"), feeder.port());
            Counting counting = Counting.of(feeder, submission.output());
            submit(submission);
            counting.awaitBatches(2, patience());
            trouble.happen(cluster, counting);
            counting.judge(patience());
        }
    }

    private void submit(Submission submission) throws Exception {
        try (JavaProcess submitting =
                JavaProcess.start(submission.supervised(), directory.resolve("submit.log"), clock)) {
            assertEquals(0, submitting.awaitExit(LIMIT), submitting::tail);
        }
    }

    private static DriverProcess driver(StandaloneCluster cluster) {
        assertEquals(1, cluster.drivers().size());
        return cluster.drivers().get(0);
    }

    private static ClusterWorker workerOf(DriverProcess driver, StandaloneCluster cluster) {
        return cluster.workers().stream()
                .filter(worker -> worker.drivers().contains(driver))
                .findFirst()
                .orElseThrow();
    }

    private static ConditionFactory patience() {
        return await().atMost(LIMIT);
    }

    private interface Trouble {
        void happen(StandaloneCluster cluster, Counting counting) throws Exception;
    }
}
