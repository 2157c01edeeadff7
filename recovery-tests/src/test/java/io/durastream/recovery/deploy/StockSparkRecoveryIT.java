package io.durastream.recovery.deploy;

import static org.awaitility.Awaitility.await;

import io.durastream.chaos.cluster.SparkHome;
import io.durastream.chaos.cluster.StandaloneCluster;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.recovery.cluster.UnderTarget;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.Storages;
import io.durastream.storage.hdfs.HdfsCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.fs.FileUtil;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application on a stock distribution of Spark: the jars of a distribution, with its shaded Hadoop client, for master, workers, executors and
 * driver; Durastream's jars with {@code --jars}; the checkpoint directory on an HDFS of another version. The application begins without the
 * distribution, with the versions that Durastream itself is built with, then has its executors alone there, then all, and is killed in between.
 */
@Tag("long")
@Timeout(300)
final class StockSparkRecoveryIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Clock clock = Clock.system();

    @TempDir(factory = UnderTarget.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void goesOnWithACheckpointFromElsewhereAndAfterTheDriverIsKilled() throws Exception {
        SparkHome home = StockSpark.home();
        try (HdfsCluster hdfs = HdfsCluster.start(1);
                StandaloneCluster cluster = StandaloneCluster.start(home, directory.resolve("spark"), 1, 2, clock);
                LineFeeder feeder = Counting.startFeeder();
                Storage checkpoint = Storages.openReadOnly(hdfs.uri("/words"), hdfs.conf(), clock)) {
            Submission submission =
                    new Submission(home, cluster.master(), directory, hdfs.uri("/words"), feeder.port());
            Counting counting = Counting.of(feeder, submission.output());
            try (JavaProcess driver = start("elsewhere", submission.withoutCluster())) {
                whileAlive(driver).until(() -> hasSnapshot(checkpoint));
                counting.awaitBatches(2, whileAlive(driver));
                driver.kill();
            }
            runAndKill("driver-elsewhere", submission.withDriverOfItsOwn(), submission, counting, cluster);
            runAndKill("submitted", submission.inClientMode(), submission, counting, cluster);
            try (JavaProcess driver = start("last", submission.inClientMode())) {
                counting.awaitBatches(2, whileAlive(driver));
                counting.judge(whileAlive(driver));
            }
        }
    }

    private void runAndKill(
            String name, JavaCommand command, Submission submission, Counting counting, StandaloneCluster cluster)
            throws IOException, InterruptedException {
        // What was kept locally is lost, as with its machine.
        FileUtil.fullyDelete(submission.localState().toFile());
        try (JavaProcess driver = start(name, command)) {
            counting.awaitBatches(6, whileAlive(driver));
            driver.kill();
        }
        // They end with their driver.
        await().atMost(LIMIT).until(() -> cluster.executors().isEmpty());
    }

    /** Whether there is a file of RocksDB. */
    private static boolean hasSnapshot(Storage checkpoint) throws IOException {
        return checkpoint.list(StoragePath.of("state")).stream()
                .anyMatch(file -> file.path().value().endsWith(".sst"));
    }

    private JavaProcess start(String name, JavaCommand command) throws IOException {
        return JavaProcess.start(command, directory.resolve(name + ".log"), clock);
    }

    private static ConditionFactory whileAlive(JavaProcess driver) {
        return await().atMost(LIMIT).failFast(() -> {
            if (!driver.isAlive()) {
                throw new AssertionError(driver + " ended. " + driver.tail());
            }
        });
    }
}
