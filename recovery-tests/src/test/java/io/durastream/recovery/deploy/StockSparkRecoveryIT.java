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
import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.recovery.cluster.CountsOutput;
import io.durastream.recovery.cluster.UnderTarget;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.Storages;
import io.durastream.storage.hdfs.HdfsCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * driver; Durastream's jars with {@code --jars}; the checkpoint directory on an HDFS of another version. It begins without the distribution, with
 * the versions that Durastream itself is built with, and is killed again and again.
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
    void goesOnWithACheckpointFromElsewhereAndAfterTheDriverIsKilled() throws Exception {
        FeedText text = new FeedText(SEED, Integer.MAX_VALUE);
        SparkHome home = StockSpark.home();
        try (HdfsCluster hdfs = HdfsCluster.start(1);
                StandaloneCluster cluster = StandaloneCluster.start(home, directory.resolve("spark"), 1, 2, clock);
                LineFeeder feeder = LineFeeder.start(text, RECORDS_PER_SECOND, 0, clock);
                Storage checkpoint = Storages.openReadOnly(hdfs.uri("/words"), hdfs.conf(), clock)) {
            Submission submission =
                    new Submission(home, cluster.master(), directory, hdfs.uri("/words"), feeder.port());
            CountsOutput counts = new CountsOutput(Files.createDirectories(submission.output()));
            try (JavaProcess driver = start("without-distribution", submission.withoutDistribution())) {
                driver.await("a file of RocksDB in a snapshot", LIMIT, () -> hasSnapshot(checkpoint));
                awaitBatches(driver, counts, 2);
                driver.kill();
            }
            for (int life = 1; life <= 2; life++) {
                // What was kept locally is lost, as with its machine.
                FileUtil.fullyDelete(submission.localState().toFile());
                try (JavaProcess driver = start("submitted-" + life, submission.command())) {
                    awaitBatches(driver, counts, 6);
                    driver.kill();
                }
                // They end with their driver.
                await().atMost(LIMIT).until(() -> cluster.executors().isEmpty());
            }
            try (JavaProcess driver = start("last", submission.command())) {
                awaitBatches(driver, counts, 2);
                long records = feeder.finish();
                driver.await("all acknowledged", LIMIT, () -> feeder.progress().complete());
                awaitBatches(driver, counts, 2);
                Verdict verdict = WordCounts.of(new FeedText(SEED, records)).judge(counts.latest());
                assertTrue(verdict.correct(), () -> verdict.describe(20));
                assertEquals(List.of(), feeder.violations());
            }
        }
    }

    private static boolean hasSnapshot(Storage checkpoint) {
        try {
            return checkpoint.list(StoragePath.of("state")).stream()
                    .anyMatch(file -> file.path().value().endsWith(".sst"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look into " + checkpoint.location(), e);
        }
    }

    private JavaProcess start(String name, JavaCommand command) throws IOException {
        return JavaProcess.start(command, directory.resolve(name + ".log"), clock);
    }

    /** Waits for batches of a time that is still to come. */
    private void awaitBatches(JavaProcess driver, CountsOutput counts, int batches) throws InterruptedException {
        long end = Math.max(clock.wallMillis(), counts.latestBatch()) + batches * Submission.BATCH_MILLIS;
        driver.await(batches + " batches", LIMIT, () -> counts.latestBatch() >= end);
    }
}
