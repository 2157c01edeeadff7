package io.durastream.api;

import static io.durastream.api.BatchRun.batches;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.DStream;
import io.durastream.PairDStream;
import io.durastream.PositionRange;
import io.durastream.Source;
import io.durastream.SourceContext;
import io.durastream.SourcePlanner;
import io.durastream.State;
import io.durastream.StateSpec;
import io.durastream.StreamingContext;
import io.durastream.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Windows over inputs and over state give the same in an application that is restarted again and again. */
class RestartedWindowsIT {

    private static final int BATCHES = 8;

    /** What each stream gave at each time; filled by a graph that may come from a checkpoint. */
    private static final Map<String, ConcurrentSkipListMap<Long, String>> OUTPUTS = new ConcurrentHashMap<>();

    @TempDir
    Path directory;

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @Test
    void giveTheSameAsWithoutARestart() throws Exception {
        runUntil(BATCHES, directory.resolve("calm"));
        Map<String, List<String>> expected = outputs();
        assertEquals(7, expected.size());
        assertTrue(expected.toString().contains("(c,2)"), expected.toString());
        OUTPUTS.clear();

        Path checkpoint = directory.resolve("restarted");
        runUntil(3, checkpoint);
        runUntil(5, checkpoint);
        runUntil(BATCHES, checkpoint);

        assertEquals(expected, outputs());
    }

    private static void runUntil(int batches, Path checkpoint) throws Exception {
        String path = checkpoint.toUri().toString();
        StreamingContext context = StreamingContext.getOrCreate(path, () -> define(path));
        context.start();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        context.awaitTerminationOrTimeout(1) || outputOf("last").size() >= batches);
        context.stop(false);
    }

    private static StreamingContext define(String path) {
        StreamingContext context = new StreamingContext(SPARK.context(), BatchRun.BATCH);
        context.checkpoint(path);
        DStream<String> words = context.inputStream(new Script());
        PairDStream<String, Integer> ones = words.mapToPair(word -> new Tuple2<>(word, 1));
        Function3<String, Optional<Integer>, State<Integer>, String> count = (word, one, state) -> {
            state.update(state.exists() ? state.get() + 1 : 1);
            return word + state.get();
        };
        var mapped = ones.mapWithState(StateSpec.function(count));
        collect("window", words.window(batches(3)));
        collect(
                "inverse",
                ones.reduceByKeyAndWindow(
                                Integer::sum, (sum, left) -> sum - left, batches(4), batches(2), 2, sum -> sum._2() > 0)
                        .toJavaDStream());
        collect(
                "updateStateByKey",
                ones.<Integer>updateStateByKey((all, before) -> Optional.of(before.orElse(0) + all.size()))
                        .window(batches(3))
                        .toJavaDStream());
        collect("mapWithState", mapped.window(batches(3)));
        collect(
                "stateSnapshots",
                mapped.stateSnapshots().window(batches(4), batches(2)).toJavaDStream());
        collect("windowOfInverse", words.countByWindow(batches(2), batches(1)).window(batches(3)));
        collect("last", words);
        return context;
    }

    private static void collect(String name, DStream<?> stream) {
        stream.foreachRDD((rdd, time) -> outputOf(name)
                .put(
                        time.milliseconds(),
                        rdd.collect().stream().map(String::valueOf).sorted().collect(Collectors.joining(" "))));
    }

    private static ConcurrentSkipListMap<Long, String> outputOf(String name) {
        return OUTPUTS.computeIfAbsent(name, any -> new ConcurrentSkipListMap<>());
    }

    /** What each stream gave in the first batches, in the order of time. */
    private static Map<String, List<String>> outputs() {
        Map<String, List<String>> outputs = new TreeMap<>();
        Long last = List.copyOf(outputOf("last").keySet()).get(BATCHES - 1);
        OUTPUTS.forEach((name, texts) ->
                outputs.put(name, List.copyOf(texts.headMap(last, true).values())));
        return outputs;
    }

    /** One more line of a script in each batch; then nothing. */
    private static final class Script extends Source<String> {

        private static final long serialVersionUID = 1;
        private static final List<List<String>> LINES = List.of(
                List.of("a", "b"),
                List.of(),
                List.of("a"),
                List.of("c", "c"),
                List.of("b"),
                List.of(),
                List.of("a", "c"),
                List.of("d"),
                List.of(),
                List.of("a"));

        @Override
        public SourcePlanner open(SourceContext context) {
            AtomicLong next = new AtomicLong(
                    context.lastPlanned().map(PositionRange::until).orElse(0L));
            return time -> PositionRange.between(next.get(), next.incrementAndGet());
        }

        @Override
        public JavaRDD<String> read(JavaSparkContext context, Time time, PositionRange range) {
            List<String> words = range.from() < LINES.size() ? LINES.get((int) range.from()) : List.of();
            return context.parallelize(words, 2);
        }
    }
}
