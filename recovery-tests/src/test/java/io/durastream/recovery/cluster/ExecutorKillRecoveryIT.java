package io.durastream.recovery.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.cluster.ClusterWorker;
import io.durastream.chaos.cluster.ExecutorProcess;
import io.durastream.chaos.cluster.StandaloneCluster;
import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.oracle.Verdict;
import io.durastream.chaos.oracle.WordCounts;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import io.durastream.storage.hdfs.HdfsCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a standalone cluster, with the checkpoint directory on HDFS: first the executor that runs the receiver and holds state is
 * killed, then the whole worker to which the receiver went (which may hold no state: where Spark places a receiver anew does not
 * depend on it). The driver lives through both.
 */
@Timeout(300)
final class ExecutorKillRecoveryIT {

    private static final long SEED = 20_261_121L;
    private static final double RECORDS_PER_SECOND = 500;
    private static final Duration RECEIVER_LIMIT = Duration.ofSeconds(10);

    private final Clock clock = Clock.system();

    @TempDir(factory = UnderTarget.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void countsEveryRecordOnceThoughTheReceiversExecutorAndThenItsWorkerAreKilled() throws Exception {
        FeedText text = new FeedText(SEED, Integer.MAX_VALUE);
        try (HdfsCluster hdfs = HdfsCluster.start(3);
                Storage checkpoint = Storages.open(hdfs.uri("/words"), hdfs.conf(), clock);
                StandaloneCluster cluster = StandaloneCluster.start(directory.resolve("spark"), 3, 2, clock);
                LineFeeder feeder = LineFeeder.start(text, RECORDS_PER_SECOND, 0, clock);
                WordCountOnCluster app =
                        WordCountOnCluster.start(cluster, feeder, hdfs.uri("/words"), checkpoint, directory)) {
            app.awaitSteadyRun();
            ExecutorProcess executor = receiversExecutorWithState(app, cluster, feeder);
            killAndAwaitRecovery(executor.toString(), executor::kill, app, feeder);

            app.awaitSteadyRun();
            app.await("the receiver", () -> receiver(cluster, feeder).isPresent());
            ClusterWorker worker = workerOf(receiver(cluster, feeder).orElseThrow(), cluster);
            killAndAwaitRecovery(worker.toString(), worker::kill, app, feeder);

            app.awaitSteadyRun();
            judge(app, feeder);
        }
    }

    /** The executor that is connected to the source, once it holds state too. */
    private static ExecutorProcess receiversExecutorWithState(
            WordCountOnCluster app, StandaloneCluster cluster, LineFeeder feeder) throws InterruptedException {
        app.await(
                "the receiver on an executor that holds state",
                () -> receiver(cluster, feeder)
                        .filter(executor -> executor.hasOpenFileBelow(app.localState()))
                        .isPresent());
        return receiver(cluster, feeder).orElseThrow();
    }

    private static Optional<ExecutorProcess> receiver(StandaloneCluster cluster, LineFeeder feeder) {
        return cluster.executors().stream()
                .filter(executor -> executor.isConnectedTo(feeder.port()))
                .findFirst();
    }

    private static ClusterWorker workerOf(ExecutorProcess executor, StandaloneCluster cluster) {
        return cluster.workers().stream()
                .filter(worker -> worker.executors().contains(executor))
                .findFirst()
                .orElseThrow();
    }

    private void killAndAwaitRecovery(String victim, Runnable kill, WordCountOnCluster app, LineFeeder feeder)
            throws InterruptedException {
        int connections = feeder.progress().connections();
        long killedNanos = clock.nanoTime();
        kill.run();
        long deadMillis = clock.wallMillis();
        app.await("a new connection to the source", () -> feeder.progress().connections() > connections);
        long resumed = feeder.progress().acknowledged();
        app.await("an acknowledgement", () -> feeder.progress().acknowledged() > resumed);
        Duration receiverBack = Duration.ofNanos(clock.nanoTime() - killedNanos);
        app.awaitCommittedAfter(deadMillis);
        Duration committed = Duration.ofNanos(clock.nanoTime() - killedNanos);
        System.out.printf(
                Locale.ROOT,
                "killed %s: receiver acknowledges again after %.1f s, first batch after the kill committed after %.1f s%n",
                victim,
                seconds(receiverBack),
                seconds(committed));
        assertTrue(
                receiverBack.compareTo(RECEIVER_LIMIT) < 0,
                () -> "The receiver was back only after " + receiverBack + "; limit " + RECEIVER_LIMIT);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / (double) TimeUnit.SECONDS.toMillis(1);
    }

    /** Ends the text, and compares when all of it is acknowledged and a batch after that is committed. */
    private void judge(WordCountOnCluster app, LineFeeder feeder) throws InterruptedException {
        long records = feeder.finish();
        app.await("all acknowledged", () -> feeder.progress().complete());
        app.awaitCommittedAfter(clock.wallMillis() + WordCountOnCluster.BATCH_MILLIS);
        Verdict verdict =
                WordCounts.of(new FeedText(SEED, records)).judge(app.output().latest());
        System.out.printf(
                Locale.ROOT,
                "records %,d, sent again %,d, words %,d, lost %d, counted twice %d%n",
                records,
                feeder.progress().resent(),
                verdict.words(),
                verdict.lost(),
                verdict.countedTwice());
        assertTrue(verdict.correct(), () -> verdict.describe(20));
        assertEquals(List.of(), feeder.violations());
    }
}
