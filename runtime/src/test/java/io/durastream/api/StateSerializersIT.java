package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.Duration;
import io.durastream.Durations;
import io.durastream.PairDStream;
import io.durastream.State;
import io.durastream.StateSpec;
import io.durastream.StreamingContext;
import io.durastream.statestore.IncompatibleStateException;
import io.durastream.statestore.KryoSerializers;
import io.durastream.statestore.StateSerializer;
import io.durastream.testkit.CrashPoint;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestInput;
import io.durastream.testkit.TestPairOutput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function0;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Serializers of the user's, for each kind of operator, over a crash. */
class StateSerializersIT {

    private static final Duration SECOND = Durations.seconds(1);
    /** The formats that were read. */
    private static final Set<String> READ = ConcurrentHashMap.newKeySet();

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

    /** Counts in decimal digits. */
    private record Digits(String format) implements StateSerializer<Integer> {

        @Override
        public byte[] serialize(Integer value) {
            return value.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Integer deserialize(byte[] bytes) {
            READ.add(format);
            return Integer.valueOf(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static final Function0<StateSerializer<Integer>> DIGITS = digits("digits/1");
    private static final Function0<StateSerializer<String>> STRINGS = KryoSerializers::strings;

    private static Function0<StateSerializer<Integer>> digits(String format) {
        return () -> new Digits(format);
    }

    private static PairDStream<String, Integer> ones(TestInput<String> words, StreamingContext context) {
        return words.stream(context).mapToPair(word -> new Tuple2<>(word, 1));
    }

    private static Integer count(String word, Optional<Integer> one, State<Integer> state) {
        state.update((state.exists() ? state.get() : 0) + one.orElse(0));
        return state.get();
    }

    @Test
    void everyOperatorTakesSerializersOfItsOwn() {
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark).checkpointedTo(directory)) {
            TestInput<String> words = test.input("words");
            TestPairOutput<String, Integer> updated = test.pairOutput("updated");
            TestPairOutput<String, Integer> mapped = test.pairOutput("mapped");
            TestPairOutput<String, Integer> lately = test.pairOutput("lately");
            test.start(context -> {
                PairDStream<String, Integer> ones = ones(words, context);
                updated.collect(ones.updateStateByKey((List<Integer> more, Optional<Integer> before) ->
                                Optional.of(before.orElse(0) + more.size()))
                        .uid("updated")
                        .stateSerializers(STRINGS, digits("updated/1")));
                mapped.collect(ones.mapWithState(
                                StateSpec.function(StateSerializersIT::count).serializers(STRINGS, digits("mapped/1")))
                        .stateSnapshots()
                        .uid("mapped"));
                lately.collect(ones.reduceByKeyAndWindow(
                                Integer::sum,
                                (sum, left) -> sum - left,
                                SECOND.times(2),
                                SECOND,
                                2,
                                pair -> pair._2() > 0)
                        .uid("lately")
                        .stateSerializers(null, digits("lately/1")));
            });
            words.addBatches(List.of("a", "b"), List.of("a"), List.of("b"));
            test.runBatches(2);
            READ.clear();
            test.crash(CrashPoint.AFTER_OUTPUTS);
            test.restart();

            List<Map<String, Integer>> totals =
                    List.of(Map.of("a", 1, "b", 1), Map.of("a", 2, "b", 1), Map.of("a", 2, "b", 2));
            assertEquals(totals, updated.batches());
            assertEquals(totals, mapped.batches());
            assertEquals(
                    List.of(Map.of("a", 1, "b", 1), Map.of("a", 2, "b", 1), Map.of("a", 1, "b", 1)), lately.batches());
            assertEquals(Set.of("updated/1", "mapped/1", "lately/1"), READ);
        }
    }

    @Test
    void anotherFormatIsRefusedNamingBoth() {
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark).checkpointedTo(directory)) {
            TestInput<String> words = test.input("words");
            TestPairOutput<String, Integer> totals = test.pairOutput("totals");
            test.start(context -> totals.collect(totals(words, context, "digits/1")));
            words.addBatches(List.of("a"), List.of("a"));
            test.runBatch();
            test.upgrade(context -> totals.collect(totals(words, context, "digits/2")));

            Throwable failure = assertThrows(Exception.class, test::runBatch);

            while (!(failure instanceof IncompatibleStateException) && failure.getCause() != null) {
                failure = failure.getCause();
            }
            String message = String.valueOf(failure.getMessage());
            assertTrue(
                    message.contains("digits/1") && message.contains("digits/2") && message.contains("totals"),
                    message);
        }
    }

    private static PairDStream<String, Integer> totals(
            TestInput<String> words, StreamingContext context, String format) {
        return ones(words, context)
                .updateStateByKey(
                        (List<Integer> more, Optional<Integer> before) -> Optional.of(before.orElse(0) + more.size()))
                .uid("totals")
                .stateSerializers(STRINGS, () -> new Digits(format));
    }

    @Test
    void aStreamWithoutStateRefusesThem() {
        try (StreamTest test = StreamTest.withBatches(SECOND).on(spark).checkpointedTo(directory)) {
            TestInput<String> words = test.input("words");
            TestPairOutput<String, Integer> out = test.pairOutput("out");
            test.start(context -> {
                PairDStream<String, Integer> ones = ones(words, context);
                IllegalStateException refused =
                        assertThrows(IllegalStateException.class, () -> ones.stateSerializers(STRINGS, DIGITS));
                assertTrue(String.valueOf(refused.getMessage()).contains("mapToPair"), refused::getMessage);
                out.collect(ones);
            });
        }
    }
}
