package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.DStream;
import io.durastream.Duration;
import io.durastream.Durations;
import io.durastream.PairDStream;
import io.durastream.State;
import io.durastream.StateSpec;
import io.durastream.StreamingContext;
import io.durastream.StreamingContextState;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestInput;
import io.durastream.testkit.TestOutput;
import io.durastream.testkit.TestPairOutput;
import java.io.NotSerializableException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** A whole application in one JVM, on an existing SparkContext. */
class StreamingContextIT {

    private JavaSparkContext spark;

    @TempDir
    Path directory;

    @BeforeEach
    void startSpark() {
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("it")
                .set("spark.ui.enabled", "false")
                .set("spark.default.parallelism", "2")
                .set("durastream.fenced.action", "stop")
                .set(
                        "durastream.state.localDirectory",
                        directory.resolve("local").toString()));
    }

    @AfterEach
    void stopSpark() {
        spark.stop();
    }

    @Test
    void countsWordsOverBatches() throws Exception {
        Map<String, Integer> counts = new ConcurrentHashMap<>();
        StreamingContext context = new StreamingContext(spark, Durations.milliseconds(200));
        context.checkpoint(directory.resolve("checkpoint").toUri().toString());
        context.queueStream(batches("a b a", "b c", ""))
                .flatMap(line -> List.of(line.split(" ")).iterator())
                .filter(word -> !word.isEmpty())
                .mapToPair(word -> new Tuple2<>(word, 1))
                .<Integer>updateStateByKey((ones, before) -> Optional.of(before.orElse(0) + ones.size()))
                .foreachRDD((rdd, time) -> counts.putAll(new HashMap<>(rdd.collectAsMap())));

        context.start();
        Awaitility.await().until(() -> counts.equals(Map.of("a", 2, "b", 2, "c", 1)));
        context.stop(false, true);

        assertEquals(StreamingContextState.STOPPED, context.getState());
        assertTrue(spark.parallelize(List.of(1, 2)).count() == 2, "the SparkContext can be used on");
    }

    @Test
    void refusesToStartWithoutAnOutput() {
        StreamingContext context = new StreamingContext(spark, Durations.milliseconds(200));
        context.queueStream(batches("a"));

        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, context::start);

        assertEquals(
                "requirement failed: No output operations registered, so nothing to execute", refusal.getMessage());
        assertEquals(StreamingContextState.STOPPED, context.getState());
    }

    @Test
    void refusesKeyedStateWithoutACheckpointDirectory() {
        StreamingContext context = new StreamingContext(spark, Durations.milliseconds(200));
        context.queueStream(batches("a"))
                .mapToPair(word -> new Tuple2<>(word, 1))
                .<Integer>updateStateByKey((ones, before) -> before)
                .print();

        assertThrows(IllegalArgumentException.class, context::start);
    }

    @Test
    void namesTheFieldOfAClosureThatCannotBeSerialized() {
        Object lock = new Object();
        StreamingContext context = new StreamingContext(spark, Durations.milliseconds(200));
        context.checkpoint(directory.resolve("checkpoint").toUri().toString());
        context.queueStream(batches("a")).foreachRDD(rdd -> assertNotNull(lock));

        NotSerializableException refusal = assertThrows(NotSerializableException.class, context::start);

        String text = String.valueOf(refusal.getMessage());
        assertTrue(text.contains("java.lang.Object"), text);
        assertTrue(text.contains("StreamingContextIT.java"), text);
    }

    @Test
    void allowsOneActiveContextAndNoDefinitionAfterTheStart() {
        StreamingContext context = new StreamingContext(spark, Durations.milliseconds(200));
        DStream<String> words = context.queueStream(batches("a"));
        words.foreachRDD(rdd -> {});
        context.start();
        StreamingContext other = new StreamingContext(spark, Durations.milliseconds(200));
        other.queueStream(batches("b")).foreachRDD(rdd -> {});

        assertThrows(IllegalStateException.class, other::start);
        assertEquals(StreamingContextState.INITIALIZED, other.getState());
        assertThrows(IllegalStateException.class, words::print);

        context.stop(false);
        assertThrows(IllegalStateException.class, context::start);
        other.start();
        other.stop(false);
    }

    @Test
    void endsWithTheExceptionOfAFailingOutput() {
        StreamingContext context = new StreamingContext(spark, Durations.milliseconds(200));
        context.queueStream(batches("a")).foreachRDD(rdd -> {
            throw new IllegalStateException("planted");
        });
        context.start();

        IllegalStateException failure = assertThrows(IllegalStateException.class, context::awaitTermination);

        assertEquals("planted", failure.getMessage());
        context.stop(false);
    }

    @Test
    void windowsWithAndWithoutInverseAgree() {
        Duration second = Durations.seconds(1);
        Duration window = Durations.seconds(3);
        try (StreamTest test = StreamTest.withBatches(second).on(spark).checkpointedTo(directory)) {
            TestInput<String> words = test.input("words");
            TestPairOutput<String, Integer> plain = test.pairOutput("plain");
            TestPairOutput<String, Integer> inverse = test.pairOutput("inverse");
            test.start(context -> {
                PairDStream<String, Integer> ones = words.stream(context).mapToPair(word -> new Tuple2<>(word, 1));
                plain.collect(ones.reduceByKeyAndWindow(Integer::sum, window));
                inverse.collect(ones.reduceByKeyAndWindow(
                        Integer::sum, (sum, left) -> sum - left, window, second, 2, pair -> pair._2() > 0));
            });
            words.addBatches(List.of("a"), List.of("a"), List.of("b"), List.of("a"));
            test.runBatches(8);

            assertEquals(
                    List.of(
                            Map.of("a", 1),
                            Map.of("a", 2),
                            Map.of("a", 2, "b", 1),
                            Map.of("a", 2, "b", 1),
                            Map.of("a", 1, "b", 1),
                            Map.of("a", 1),
                            Map.of(),
                            Map.of()),
                    plain.batches());
            assertEquals(plain.batches(), inverse.batches());
        }
    }

    @Test
    void mapsWithStateAndTimesIdleKeysOut() {
        Function3<String, Optional<Integer>, State<Integer>, String> count = (word, one, state) -> {
            if (state.isTimingOut()) {
                return word + " idle at " + state.get();
            }
            state.update((state.exists() ? state.get() : 0) + one.get());
            return word + state.get();
        };
        try (StreamTest test =
                StreamTest.withBatches(Durations.seconds(1)).on(spark).checkpointedTo(directory)) {
            TestInput<String> words = test.input("words");
            TestOutput<String> emitted = test.output("emitted");
            test.start(context -> emitted.collect(words.stream(context)
                    .mapToPair(word -> new Tuple2<>(word, 1))
                    .mapWithState(StateSpec.function(count).timeout(Durations.seconds(2)))));
            words.addBatches(List.of("a"), List.of("a"), List.of("b"));
            test.runBatches(7);

            assertEquals(
                    List.of(
                            List.of("a1"),
                            List.of("a2"),
                            List.of("b1"),
                            List.of(),
                            List.of("a idle at 2"),
                            List.of("b idle at 1"),
                            List.of()),
                    emitted.batches());
        }
    }

    private Queue<JavaRDD<String>> batches(String... lines) {
        Queue<JavaRDD<String>> queue = new ArrayDeque<>();
        for (String line : lines) {
            queue.add(spark.parallelize(List.of(line), 1));
        }
        return queue;
    }
}
