package io.durastream.recovery.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.Durations;
import io.durastream.PairDStream;
import io.durastream.State;
import io.durastream.StateSpec;
import io.durastream.StreamingContext;
import io.durastream.chaos.cluster.StandaloneCluster;
import io.durastream.storage.Clock;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestInput;
import io.durastream.testkit.TestPairOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/**
 * Speculation races a second copy of a slow task that advances state, on executors of their own. Whichever copy wins, and
 * though the other one goes on and puts its version too, each record counts once.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class SpeculationIT {

    private final List<TaskInfo> copies = new CopyOnWriteArrayList<>();

    @TempDir(factory = UnderTarget.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void countsOnceWhoeverWinsTheRace() throws Exception {
        try (StandaloneCluster cluster = StandaloneCluster.start(directory.resolve("spark"), 2, 2, Clock.system());
                JavaSparkContext spark = new JavaSparkContext(conf(cluster));
                StreamTest test = StreamTest.withBatches(Durations.seconds(1))
                        .on(spark)
                        .checkpointedTo(directory.resolve("checkpoint"))
                        .waitingAtMost(Durations.minutes(2))) {
            spark.sc().addSparkListener(new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd end) {
                    if (end.taskInfo().speculative()) {
                        copies.add(end.taskInfo());
                    }
                }
            });
            TestInput<Tuple2<String, Pace>> words = test.input("words");
            TestPairOutput<String, Integer> updated = test.pairOutput("updated");
            TestPairOutput<String, Integer> mapped = test.pairOutput("mapped");
            test.start(context -> define(context, words, updated, mapped));

            words.addBatches(
                    batch(Pace.EVEN),
                    batch(Pace.FIRST_COPY_DAWDLES),
                    batch(Pace.SECOND_COPY_DAWDLES_MORE),
                    batch(Pace.EVEN));
            for (int batches = 1; batches <= 4; batches++) {
                test.runBatch();
                Map<String, Integer> expected = Map.of("a", batches, "b", batches, "c", batches, "d", batches);
                assertEquals(expected, updated.last());
                assertEquals(expected, mapped.last());
            }

            // Of each operator in each raced batch at least one; those that lost may take some seconds more.
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> copies(true) >= 2 && copies(false) >= 2);
            test.runBatch();
            assertEquals(Map.of("a", 4, "b", 4, "c", 4, "d", 4), updated.last());
        }
    }

    private long copies(boolean thatWon) {
        return copies.stream().filter(copy -> copy.successful() == thatWon).count();
    }

    private SparkConf conf(StandaloneCluster cluster) {
        SparkConf conf = new SparkConf()
                .setMaster(cluster.master())
                .setAppName("speculation")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.memory", "512m")
                .set("spark.default.parallelism", "2")
                .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s")
                .set("spark.speculation", "true")
                .set("spark.speculation.interval", "100ms")
                .set("spark.speculation.quantile", "0.5")
                .set("spark.speculation.minTaskRuntime", "100ms")
                .set(
                        "durastream.state.localDirectory",
                        directory.resolve("state").toString());
        StandaloneCluster.executorOptions(System.getProperty("java.class.path")).forEach(conf::set);
        return conf;
    }

    private static List<Tuple2<String, Pace>> batch(Pace ofA) {
        return List.of(
                new Tuple2<>("a", ofA),
                new Tuple2<>("b", Pace.EVEN),
                new Tuple2<>("c", Pace.EVEN),
                new Tuple2<>("d", Pace.EVEN));
    }

    private static void define(
            StreamingContext context,
            TestInput<Tuple2<String, Pace>> words,
            TestPairOutput<String, Integer> updated,
            TestPairOutput<String, Integer> mapped) {
        PairDStream<String, Pace> paces = words.stream(context).mapToPair(word -> word);
        updated.collect(paces.updateStateByKey((values, before) -> {
            values.forEach(Pace::keep);
            return Optional.of(before.orElse(0) + values.size());
        }));
        Function3<String, Optional<Pace>, State<Integer>, Integer> count = (word, pace, state) -> {
            pace.get().keep();
            state.update(state.exists() ? state.get() + 1 : 1);
            return state.get();
        };
        mapped.collect(paces.mapWithState(StateSpec.function(count)).stateSnapshots());
    }

    /** How long the copies of a task take for a record. */
    enum Pace {
        EVEN(0, 0),
        FIRST_COPY_DAWDLES(4_000, 0),
        SECOND_COPY_DAWDLES_MORE(1_500, 6_000);

        private final long firstMillis;
        private final long secondMillis;

        Pace(long firstMillis, long secondMillis) {
            this.firstMillis = firstMillis;
            this.secondMillis = secondMillis;
        }

        /** Takes its time, also when Spark tells the task to end: the copy that lost puts its version all the same. */
        void keep() {
            long millis = TaskContext.get().attemptNumber() == 0 ? firstMillis : secondMillis;
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
                boolean ignored = Thread.interrupted();
            }
        }
    }
}
