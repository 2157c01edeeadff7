package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.Duration;
import io.durastream.Durations;
import io.durastream.MapWithStateDStream;
import io.durastream.PairDStream;
import io.durastream.State;
import io.durastream.StateSpec;
import io.durastream.StreamingContext;
import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.NamedValue;
import io.durastream.runtime.state.StateGarbage;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import io.durastream.testkit.CrashPoint;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestInput;
import io.durastream.testkit.TestOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Tuple2;

/**
 * An application whose state is spread over another number of partitions, or by another partitioner, than before gives the
 * same as one that never changed.
 */
class RescaledStateIT {

    private static final Duration SECOND = Durations.seconds(1);
    private static final Duration WINDOW = SECOND.times(3);
    private static final int BATCHES = 10;
    private static final List<String> OUTPUTS = List.of("totals", "lately", "sessions", "known", "recent");

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @TempDir
    Path directory;

    /** What all runs have to give; how state is spread is nothing that anybody sees. */
    private static Map<String, List<List<String>>> expected = Map.of();

    @BeforeAll
    static void runWithoutAChange(@TempDir Path calm) {
        expected = run(calm, new HashPartitioner(3), test -> test.runBatches(BATCHES));
        assertTrue(String.valueOf(expected.get("sessions")).contains("idle at"), expected.toString());
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(new HashPartitioner(2), new HashPartitioner(5)),
                Arguments.of(new HashPartitioner(5), new HashPartitioner(2)),
                Arguments.of(new HashPartitioner(3), new ByLength(3)),
                Arguments.of(new ByLength(3), new ByLastLetter(3)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void givesTheSameAsStateThatStaysWhereItIs(Partitioner before, Partitioner after) {
        assertEquals(expected, run(directory, before, test -> {
            test.runBatches(5);
            test.upgrade(context -> define(context, test, after));
            test.runBatches(1);
            test.restart();
            test.runBatches(BATCHES - 6);
        }));
    }

    @ParameterizedTest
    @EnumSource(CrashPoint.class)
    void redistributesOnceWhereverTheDriverDies(CrashPoint point) throws IOException {
        Partitioner after = new HashPartitioner(2);
        assertEquals(expected, run(directory, new HashPartitioner(5), test -> {
            test.runBatches(5);
            test.upgrade(context -> define(context, test, after));
            test.crash(point);
            assertEquals(Map.of("totals", 5, "sessions", 5, "recent", 5), partitions());
            test.restart();
            while (test.now().milliseconds() < BATCHES * SECOND.milliseconds()) {
                test.runBatch();
            }
            assertEquals(Map.of("totals", 2, "sessions", 2, "recent", 2), partitions());
        }));
    }

    @Test
    void needsNothingOfTheFormerPartitionsOnceNoRetainedBatchDoes() throws IOException {
        try (StreamTest test =
                StreamTest.withBatches(SECOND).on(SPARK.context()).checkpointedTo(directory)) {
            test.<String>input("words")
                    .addBatches(script().stream().flatMap(List::stream).toList());
            test.start(context -> defineTotals(context, test, new HashPartitioner(5)));
            test.runBatch();
            test.upgrade(context -> defineTotals(context, test, new HashPartitioner(2)));
            test.runBatch();
            assertEquals(Set.of(), partitionsWithGarbage());
            test.runBatches(3);
            assertEquals(Set.of("0", "1", "2", "3", "4"), partitionsWithGarbage());
        }
    }

    @Test
    void leavesStateAloneThatIsSpreadAsBefore() {
        run(directory, new ByLength(3), test -> {
            test.runBatches(3);
            Map<String, NamedValue> partitioners = logOf().accumulators();
            assertEquals(3, partitioners.size(), partitioners::toString);
            test.upgrade(context -> define(context, test, new ByLength(3)));
            test.runBatch();
            assertEquals(partitioners, logOf().accumulators());
        });
    }

    /** What each output gave in each batch, sorted. */
    private static Map<String, List<List<String>>> run(
            Path checkpoint, Partitioner partitioner, Consumer<StreamTest> life) {
        try (StreamTest test =
                StreamTest.withBatches(SECOND).on(SPARK.context()).checkpointedTo(checkpoint)) {
            TestInput<String> words = test.input("words");
            script().forEach(batch -> words.addBatches(batch));
            test.start(context -> define(context, test, partitioner));
            life.accept(test);
            Map<String, List<List<String>>> results = new TreeMap<>();
            for (String output : OUTPUTS) {
                TestOutput<String> given = test.output(output);
                results.put(
                        output,
                        given.batches().stream()
                                .map(batch -> batch.stream().sorted().toList())
                                .toList());
            }
            return results;
        }
    }

    /** Half of the words come in the first batches only, so that they time out and leave the window. */
    private static List<List<String>> script() {
        Random random = new Random(7);
        List<List<String>> batches = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            List<String> words = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                words.add("w" + random.nextInt(batch < 4 ? 40 : 20));
            }
            batches.add(words);
        }
        return batches;
    }

    private static PairDStream<String, Integer> ones(StreamingContext context, StreamTest test) {
        return test.<String>input("words").stream(context).mapToPair(word -> new Tuple2<>(word, 1));
    }

    private static PairDStream<String, Integer> totals(PairDStream<String, Integer> ones, Partitioner partitioner) {
        return ones.<Integer>updateStateByKey(
                        (more, before) -> Optional.of(before.orElse(0) + more.size()), partitioner)
                .uid("totals");
    }

    private static void defineTotals(StreamingContext context, StreamTest test, Partitioner partitioner) {
        collect(test, "totals", totals(ones(context, test), partitioner));
    }

    private static void define(StreamingContext context, StreamTest test, Partitioner partitioner) {
        PairDStream<String, Integer> ones = ones(context, test);
        PairDStream<String, Integer> totals = totals(ones, partitioner);
        collect(test, "totals", totals);
        collect(test, "lately", totals.window(WINDOW).reduceByKey(Integer::sum, partitioner));
        Function3<String, Optional<Integer>, State<Integer>, String> count = (word, one, state) -> {
            if (state.isTimingOut()) {
                return word + " idle at " + state.get();
            }
            state.update((state.exists() ? state.get() : 0) + one.get());
            return word + " " + state.get();
        };
        MapWithStateDStream<String, Integer, Integer, String> sessions = ones.mapWithState(
                StateSpec.function(count).timeout(SECOND.times(4)).partitioner(partitioner));
        sessions.uid("sessions");
        test.<String>output("sessions").collect(sessions.window(WINDOW));
        collect(test, "known", sessions.stateSnapshots());
        collect(
                test,
                "recent",
                ones.reduceByKeyAndWindow(
                                Integer::sum,
                                (sum, left) -> sum - left,
                                WINDOW,
                                SECOND,
                                partitioner,
                                pair -> pair._2() > 0)
                        .uid("recent"));
    }

    private static void collect(StreamTest test, String name, PairDStream<String, Integer> pairs) {
        test.<String>output(name).collect(pairs.map(Tuple2::toString));
    }

    private Map<String, Integer> partitions() {
        return logOf().state().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().value(),
                        entry -> entry.getValue().size()));
    }

    private LogState logOf() {
        try (Storage storage = open()) {
            return BatchLog.read(storage).state();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Set<String> partitionsWithGarbage() throws IOException {
        try (Storage storage = open()) {
            LogState log = BatchLog.read(storage).state();
            return new StateGarbage(storage, log.epoch().orElseThrow())
                    .find(log).stream()
                            .map(path -> path.value().split("/", -1)[2])
                            .collect(Collectors.toSet());
        }
    }

    private Storage open() throws IOException {
        return Storages.open(directory.toUri().toString(), new Configuration(false), Clock.system());
    }

    /** A partitioner of an application's own. */
    private static class ByLength extends Partitioner {

        private static final long serialVersionUID = 1;

        private final int partitions;

        ByLength(int partitions) {
            this.partitions = partitions;
        }

        @Override
        public int numPartitions() {
            return partitions;
        }

        @Override
        public int getPartition(Object key) {
            return key.toString().length() % partitions;
        }
    }

    /** Another one, with as many partitions. */
    private static final class ByLastLetter extends ByLength {

        private static final long serialVersionUID = 1;

        ByLastLetter(int partitions) {
            super(partitions);
        }

        @Override
        public int getPartition(Object key) {
            return key.toString().charAt(key.toString().length() - 1) % numPartitions();
        }
    }
}
