package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.Duration;
import io.durastream.Durations;
import io.durastream.PairDStream;
import io.durastream.Receiver;
import io.durastream.State;
import io.durastream.StateSpec;
import io.durastream.Time;
import io.durastream.testkit.BatchLogContent;
import io.durastream.testkit.CrashPoint;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestInput;
import io.durastream.testkit.TestOutput;
import io.durastream.testkit.TestPairOutput;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.Tuple2;

/** The test kit as users write tests with it. */
class StreamTestIT {

    private static final Duration SECOND = Durations.seconds(1);

    private static JavaSparkContext spark;

    @TempDir
    Path directory;

    @BeforeAll
    static void startSpark(@TempDir Path local) {
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("it")
                .set("spark.ui.enabled", "false")
                .set("spark.default.parallelism", "2")
                .set("spark.log.level", "WARN")
                .set("durastream.state.localDirectory", local.toString()));
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void countsAWindowOverARestart() {
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark).checkpointedTo(directory)) {
            TestInput<String> words = test.input("words");
            TestPairOutput<String, Integer> counts = test.pairOutput("counts");
            test.start(context -> counts.collect(words.stream(context)
                    .mapToPair(word -> new Tuple2<>(word, 1))
                    .reduceByKeyAndWindow(Integer::sum, Durations.seconds(3))));
            words.addBatches(List.of("a", "b"), List.of("a"));
            test.runBatches(2);
            test.restart();
            test.runBatches(2);
            assertEquals(
                    List.of(Map.of("a", 1, "b", 1), Map.of("a", 2, "b", 1), Map.of("a", 2, "b", 1), Map.of("a", 1)),
                    counts.batches());
        }
    }

    @ParameterizedTest
    @EnumSource(CrashPoint.class)
    void countsEveryRecordOnceWhereverTheDriverDies(CrashPoint point) {
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark).checkpointedTo(directory)) {
            TestInput<String> words = test.input("words");
            TestPairOutput<String, Integer> ever = test.pairOutput("ever");
            TestPairOutput<String, Integer> lately = test.pairOutput("lately");
            test.start(context -> {
                PairDStream<String, Integer> ones = words.stream(context).mapToPair(word -> new Tuple2<>(word, 1));
                ever.collect(ones.updateStateByKey((more, before) -> Optional.of(before.orElse(0) + more.size())));
                lately.collect(ones.reduceByKeyAndWindow(
                        Integer::sum, (sum, left) -> sum - left, SECOND.times(2), SECOND, 2, pair -> pair._2() > 0));
            });
            words.addBatches(List.of("a", "b"), List.of("a"), List.of("b"));
            test.runBatch();
            test.crash(point);
            test.restart();
            while (test.now().milliseconds() < 4_000) {
                test.runBatch();
            }

            assertEquals(
                    List.of(
                            Map.of("a", 1, "b", 1),
                            Map.of("a", 2, "b", 1),
                            Map.of("a", 2, "b", 2),
                            Map.of("a", 2, "b", 2)),
                    ever.batches());
            assertEquals(
                    List.of(Map.of("a", 1, "b", 1), Map.of("a", 2, "b", 1), Map.of("a", 1, "b", 1), Map.of("b", 1)),
                    lately.batches());
            assertEquals(
                    point == CrashPoint.AFTER_OUTPUTS ? 2 : 1,
                    ever.deliveries(new Time(2_000)).size());
        }
    }

    @Test
    void timesKeysOutAfterARestart() {
        Function3<String, Optional<Integer>, State<Integer>, String> count = (word, one, state) -> {
            if (state.isTimingOut()) {
                return word + " idle at " + state.get();
            }
            state.update((state.exists() ? state.get() : 0) + one.get());
            return word + state.get();
        };
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark).checkpointedTo(directory)) {
            TestInput<String> words = test.input("words");
            TestOutput<String> seen = test.output("seen");
            test.start(context -> seen.collect(words.stream(context)
                    .mapToPair(word -> new Tuple2<>(word, 1))
                    .mapWithState(StateSpec.function(count).timeout(SECOND.times(2)))));
            words.addBatches(List.of("a"), List.of("a"));
            test.runBatches(2);
            test.crash(CrashPoint.BEFORE_OUTPUTS);
            test.restart();
            test.runBatches(2);

            assertEquals(
                    List.of(List.of("a1"), List.of("a2"), List.of(), List.of(), List.of("a idle at 2")),
                    seen.batches());
        }
    }

    @Test
    void takesWhatAReceiverStored() throws Exception {
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark).checkpointedTo(directory)) {
            TestOutput<String> lines = test.output("lines");
            CountDownLatch first = StoringReceiver.expect();
            test.start(context -> lines.collect(context.receiverStream(new StoringReceiver("one"))));
            first.await();
            test.runBatch();
            CountDownLatch second = StoringReceiver.expect();
            test.restart();
            second.await();
            test.runBatch();

            assertEquals(List.of(List.of("one"), List.of("one")), lines.batches());
        }
    }

    @Test
    void runsWithoutACheckpointDirectoryOnASingleDriver() {
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark)) {
            TestInput<Integer> numbers = test.input("numbers");
            TestOutput<Integer> doubled = test.output("doubled");
            test.start(context -> doubled.collect(numbers.stream(context).map(number -> 2 * number)));
            numbers.add(1);
            numbers.add(2);
            test.runBatches(2);

            assertEquals(List.of(List.of(2, 4), List.of()), doubled.batches());
            IllegalStateException refusal = assertThrows(IllegalStateException.class, test::restart);
            assertTrue(refusal.toString().contains("checkpointedTo"), refusal.toString());
        }
    }

    @Test
    void throwsWhatAnOutputThrewAndRunsTheBatchAgainAfterARestart() {
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark).checkpointedTo(directory)) {
            TestInput<String> words = test.input("words");
            TestOutput<String> seen = test.output("seen");
            test.start(context -> {
                words.stream(context).foreachRDD(rdd -> Switch.failWhenOn());
                seen.collect(words.stream(context));
            });
            words.addBatches(List.of("a"), List.of("b"));
            test.runBatch();
            Switch.on = true;
            UnsupportedOperationException failure =
                    assertThrows(UnsupportedOperationException.class, () -> test.runBatches(2));
            assertEquals("planted", failure.getMessage());
            assertThrows(IllegalStateException.class, test::runBatch);
            Switch.on = false;
            test.restart();

            assertEquals(List.of(List.of("a"), List.of("b")), seen.batches());
        } finally {
            Switch.on = false;
        }
    }

    @Test
    void saysWhereABatchHangs() {
        CountDownLatch never = new CountDownLatch(1);
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark).waitingAtMost(Durations.milliseconds(200))) {
            TestInput<String> words = test.input("words");
            test.start(context -> words.stream(context).foreachRDD(rdd -> never.await()));

            IllegalStateException timeout = assertThrows(IllegalStateException.class, test::runBatch);

            never.countDown();
            StackTraceElement[] stack =
                    Objects.requireNonNull(timeout.getCause()).getStackTrace();
            assertTrue(
                    Arrays.stream(stack).anyMatch(frame -> frame.getClassName().equals(StreamTestIT.class.getName())),
                    Arrays.toString(stack));
        }
    }

    @Test
    void keepsStateForANewVersionOfTheApplication() {
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark).checkpointedTo(directory)) {
            TestInput<String> words = test.input("words");
            TestPairOutput<String, Integer> counts = test.pairOutput("counts");
            test.start(context -> counts.collect(words.stream(context)
                    .mapToPair(word -> new Tuple2<>(word, 1))
                    .<Integer>updateStateByKey((ones, before) -> Optional.of(before.orElse(0) + ones.size()))
                    .uid("count")));
            words.addBatches(List.of("a"), List.of("a", "B"));
            test.runBatch();
            test.upgrade(context -> counts.collect(words.stream(context)
                    .map(word -> word.toLowerCase(Locale.ROOT))
                    .mapToPair(word -> new Tuple2<>(word, 1))
                    .<Integer>updateStateByKey((ones, before) -> Optional.of(before.orElse(0) + ones.size()))
                    .uid("count")));
            test.runBatch();

            assertEquals(Map.of("a", 2, "b", 1), counts.last());
        }
    }

    @Test
    void refusesWhatItCannotDo() {
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark).checkpointedTo(directory)) {
            assertThrows(IllegalStateException.class, test::runBatch);
            TestOutput<String> seen = test.output("seen");
            assertThrows(IllegalStateException.class, () -> test.checkpointedTo(directory.resolve("other")));
            assertThrows(NoSuchElementException.class, seen::last);
            try (StreamTest other = StreamTest.withBatches(SECOND).on(spark).checkpointedTo(directory)) {
                assertThrows(IllegalStateException.class, () -> other.input("words"));
            }
            test.start(context -> seen.collect(test.<String>input("words").stream(context)));
            assertThrows(NoSuchElementException.class, () -> seen.at(new Time(1_000)));
            test.crash(CrashPoint.BETWEEN_BATCHES);
            assertThrows(IllegalStateException.class, test::runBatch);
        }
    }

    @Test
    void catchesUpAfterDowntime() {
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark).checkpointedTo(directory)) {
            TestInput<String> words = test.input("words");
            TestOutput<String> seen = test.output("seen");
            test.start(context -> seen.collect(words.stream(context)));
            test.runBatch();
            test.crash(CrashPoint.BETWEEN_BATCHES);
            test.advance(Durations.seconds(3));
            words.addBatches(List.of("a"), List.of("b"));
            test.restart();

            assertEquals(List.of(List.of(), List.of("a"), List.of("b"), List.of()), seen.batches());
            assertEquals(new Time(4_000), test.now());
        }
    }

    @Test
    void processesAllInputBeforeAGracefulStop() {
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark).checkpointedTo(directory)) {
            TestInput<String> words = test.input("words");
            TestOutput<String> seen = test.output("seen");
            test.start(context -> seen.collect(words.stream(context)));
            words.addBatches(List.of("a"), List.of("b"), List.of("c"));
            test.runBatch();
            test.stopGracefully();
            test.restart();
            test.runBatch();

            assertEquals(List.of(List.of("a"), List.of("b"), List.of("c"), List.of()), seen.batches());
        }
    }

    @Test
    void throwsWhatFailedWhileItStoppedGracefully() {
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark)) {
            TestInput<String> words = test.input("words");
            test.start(context -> words.stream(context).foreachRDD(rdd -> {
                if (rdd.collect().contains("poison")) {
                    throw new UnsupportedOperationException("planted");
                }
            }));
            words.addBatches(List.of("a"), List.of("poison"));
            test.runBatch();

            assertThrows(UnsupportedOperationException.class, test::stopGracefully);
        }
    }

    @Test
    void showsWhatTheBatchLogSays() {
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark).checkpointedTo(directory)) {
            TestInput<String> words = test.input("words");
            TestOutput<String> seen = test.output("seen");
            test.start(context -> seen.collect(words.stream(context)));
            words.add("a", "b");
            test.runBatch();
            assertEquals(java.util.Optional.of(new Time(1_000)), test.batchLog().lastCommitted());
            words.add("c");
            test.crash(CrashPoint.AFTER_OUTPUTS);

            BatchLogContent before = test.batchLog();
            test.restart();
            BatchLogContent after = test.batchLog();

            assertEquals(java.util.Optional.of(new Time(1_000)), before.lastCommitted());
            assertEquals(java.util.Optional.of(new Time(2_000)), before.lastPlanned());
            BatchLogContent.Batch pending =
                    before.batches().get(before.batches().size() - 1);
            assertFalse(pending.committed());
            assertEquals(1, pending.inputs().get(0).records());
            assertEquals(java.util.Optional.of(new Time(2_000)), after.lastCommitted());
            assertEquals(
                    List.of("FENCED", "LOADED", "FIRST_BATCH", "CAUGHT_UP"),
                    after.starts().get(1).phases());
        }
    }

    @Test
    void runsAHundredBatchesWithoutWaitingForTime() {
        try (StreamTest test = StreamTest.withBatches(Durations.minutes(1)).on(spark)) {
            TestInput<String> words = test.input("words");
            TestPairOutput<String, Integer> counts = test.pairOutput("counts");
            test.start(context -> counts.collect(words.stream(context)
                    .mapToPair(word -> new Tuple2<>(word, 1))
                    .reduceByKeyAndWindow(Integer::sum, Durations.minutes(3))));
            words.add("a");
            test.runBatches(100);

            assertEquals(100, counts.batches().size());
            assertEquals(Map.of("a", 1), counts.at(new Time(3 * 60_000)));
            assertEquals(Map.of(), counts.at(new Time(4 * 60_000)));
        }
    }

    @Test
    void refusesToConfigureASparkContextThatItShares() {
        StreamTest shared = StreamTest.withBatches(SECOND).on(spark);
        StreamTest configured = StreamTest.withBatches(SECOND).configured("spark.streaming.unpersist", "false");

        assertThrows(IllegalStateException.class, () -> shared.configured("spark.streaming.unpersist", "false"));
        assertThrows(IllegalStateException.class, () -> configured.on(spark));
    }

    /** Stores a line reliably at each start, and says so. */
    private static final class StoringReceiver extends Receiver<String> {

        private static final long serialVersionUID = 1;

        private static volatile CountDownLatch stored = new CountDownLatch(0);

        private final String line;

        StoringReceiver(String line) {
            super(StorageLevel.MEMORY_ONLY());
            this.line = line;
        }

        static CountDownLatch expect() {
            stored = new CountDownLatch(1);
            return stored;
        }

        @Override
        public void onStart() {
            Iterator<String> lines = List.of(line).iterator();
            Thread storing = new Thread(() -> {
                store(lines);
                stored.countDown();
            });
            storing.setDaemon(true);
            storing.start();
        }

        @Override
        public void onStop() {}
    }

    /** Where functions of a recovered graph find out whether they are to fail. */
    private static final class Switch {

        private static volatile boolean on;

        static void failWhenOn() {
            if (on) {
                throw new UnsupportedOperationException("planted");
            }
        }
    }
}
