package io.durastream.recovery.deploy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.cluster.SparkHome;
import io.durastream.chaos.cluster.StandaloneCluster;
import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.oracle.Verdict;
import io.durastream.chaos.oracle.WordCounts;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.recovery.cluster.CountsOutput;
import io.durastream.recovery.cluster.UnderTarget;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.Storages;
import io.durastream.storage.hdfs.HdfsCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application on a stock distribution of Spark: the jars of a distribution, with its shaded Hadoop client, for master, workers, executors and
 * driver; Durastream's jars with {@code --jars}; the checkpoint directory on an HDFS of another version. Its driver is killed.
 */
@Timeout(300)
final class StockSparkRecoveryIT {

    private static final long SEED = 20_261_121L;
    private static final double RECORDS_PER_SECOND = 500;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Clock clock = Clock.system();

    @TempDir(factory = UnderTarget.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void countsEveryRecordOnceThoughTheDriverIsKilled() throws Exception {
        FeedText text = new FeedText(SEED, Integer.MAX_VALUE);
        SparkHome home = StockSpark.home();
        try (HdfsCluster hdfs = HdfsCluster.start(1);
                StandaloneCluster cluster = StandaloneCluster.start(home, directory.resolve("spark"), 1, 2, clock);
                LineFeeder feeder = LineFeeder.start(text, RECORDS_PER_SECOND, 0, clock);
                Storage checkpoint = Storages.openReadOnly(hdfs.uri("/words"), hdfs.conf(), clock)) {
            Submission submission = new Submission(home, cluster.master(), directory);
            Path output = Files.createDirectories(Path.of(submission.output()));
            CountsOutput counts = new CountsOutput(output);
            for (int life = 1; life <= 2; life++) {
                try (JavaProcess driver = start(submission, hdfs, feeder, life)) {
                    awaitBatches(driver, counts, 4);
                    driver.kill();
                }
                // They end with their driver. What they leave here is then lost, as with their machine.
                await().atMost(LIMIT).until(() -> cluster.executors().isEmpty());
                FileUtil.fullyDelete(submission.localState().toFile());
            }
            try (JavaProcess driver = start(submission, hdfs, feeder, 3)) {
                awaitBatches(driver, counts, 2);
                long records = feeder.finish();
                driver.await("all acknowledged", LIMIT, () -> feeder.progress().complete());
                awaitBatches(driver, counts, 2);
                Verdict verdict = WordCounts.of(new FeedText(SEED, records)).judge(counts.latest());
                assertTrue(verdict.correct(), () -> verdict.describe(20));
                assertEquals(List.of(), feeder.violations());
                assertTrue(checkpoint.list(StoragePath.of("state")).stream()
                        .anyMatch(file -> file.path().value().endsWith(".sst")), "no file of RocksDB");
            }
        }
    }

    private JavaProcess start(Submission submission, HdfsCluster hdfs, LineFeeder feeder, int life) throws Exception {
        return JavaProcess.start(
                submission.command(List.of(), hdfs.uri("/words"), feeder.port()),
                directory.resolve("driver-" + life + ".log"),
                clock);
    }

    /** Waits for batches of a time that is still to come. */
    private void awaitBatches(JavaProcess driver, CountsOutput counts, int batches) throws InterruptedException {
        long end = Math.max(clock.wallMillis(), counts.latestBatch()) + batches * Submission.BATCH_MILLIS;
        driver.await(batches + " batches", LIMIT, () -> counts.latestBatch() >= end);
    }
}
