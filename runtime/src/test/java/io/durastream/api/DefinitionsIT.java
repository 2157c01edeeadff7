package io.durastream.api;

import static io.durastream.api.BatchRun.batches;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.DStream;
import io.durastream.Durations;
import io.durastream.PairDStream;
import io.durastream.Time;
import java.io.NotSerializableException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.storage.StorageLevel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is checked of streams before they run, and what can be asked of them while they do. */
class DefinitionsIT {

    @TempDir
    Path checkpoint;

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @Test
    void refusesACheckpointIntervalBelowTheSlide() {
        var slow = Durations.milliseconds(50);
        assertRefusal(
                "The checkpoint interval for MappedDStream has been set to 50 ms which is lower than its slide time (100 ms)."
                        + " Please set it to at least 100 ms.",
                run -> run.words("a").map(word -> word).checkpoint(slow).print());
        assertRefusal(
                "The checkpoint interval for StateDStream has been set to 50 ms which is lower than its slide time (100 ms)."
                        + " Please set it to at least 100 ms.",
                run -> counts(run).checkpoint(slow).print());
        assertRefusal(
                "The checkpoint interval for ReducedWindowedDStream has been set to 100 ms which is lower than its slide time"
                        + " (200 ms). Please set it to at least 200 ms.",
                run -> run.pairs("a:1")
                        .reduceByKeyAndWindow(Integer::sum, (sum, left) -> sum - left, batches(2), batches(2))
                        .checkpoint(batches(1))
                        .print());
    }

    @Test
    void refusesACheckpointIntervalThatIsNoMultipleOfTheSlide() {
        assertRefusal(
                "The checkpoint interval for StateDStream has been set to  150 ms which not a multiple of its slide time (100"
                        + " ms). Please set it to a multiple of 100 ms.",
                run -> counts(run).checkpoint(Durations.milliseconds(150)).print());
    }

    @Test
    void refusesACheckpointIntervalOnWhatIsNotKept() {
        assertRefusal(
                "WindowedDStream has been marked for checkpointing but the storage level has not been set to enable"
                        + " persisting. Please use DStream.persist() to set the storage level to use memory for better"
                        + " checkpointing performance.",
                run -> run.words("a").window(batches(2)).checkpoint(batches(2)).print());
        assertRefusal(
                "FilteredDStream has been marked for checkpointing but the storage level has not been set to enable"
                        + " persisting. Please use DStream.persist() to set the storage level to use memory for better"
                        + " checkpointing performance.",
                run -> run.words("a")
                        .filter(word -> true)
                        .checkpoint(batches(2))
                        .persist(StorageLevel.NONE())
                        .print());
    }

    @Test
    void needsACheckpointDirectoryForACheckpointInterval() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            run.words("a").checkpoint(batches(2)).print();

            assertEquals(
                    "requirement failed: The checkpoint directory has not been set. Please set it by"
                            + " StreamingContext.checkpoint().",
                    assertThrows(IllegalArgumentException.class, run.context()::start)
                            .getMessage());
        }
    }

    @Test
    void needsACheckpointDirectoryForIncrementalWindows() {
        for (Function<DStream<String>, DStream<?>> window : List.<Function<DStream<String>, DStream<?>>>of(
                words -> words.countByWindow(batches(2), batches(1)),
                words -> words.countByValueAndWindow(batches(2), batches(1)).toJavaDStream(),
                words -> words.reduceByWindow((one, other) -> one, (one, other) -> one, batches(2), batches(1)))) {
            try (BatchRun run = BatchRun.on(SPARK.context())) {
                window.apply(run.words("a")).print();

                assertThrows(IllegalArgumentException.class, run.context()::start);
            }
        }
    }

    @Test
    void keepsWhatHasACheckpointInterval() {
        try (BatchRun run = BatchRun.on(SPARK.context(), checkpoint)) {
            List<StorageLevel> levels = new CopyOnWriteArrayList<>();
            run.words("a").map(word -> word).checkpoint(batches(2)).foreachRDD(rdd -> {
                levels.add(rdd.getStorageLevel());
            });
            run.run(1);

            assertEquals(StorageLevel.MEMORY_ONLY_SER(), levels.get(0));
        }
    }

    @Test
    void refusesAFunctionForExecutorsThatCannotBeSerialized() {
        Object lock = new Object();
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            run.words("a").filter(word -> !lock.equals(word)).print();

            String text = String.valueOf(assertThrows(NotSerializableException.class, run.context()::start)
                    .getMessage());

            assertTrue(
                    text.startsWith("A function that runs on executors is not serializable\nfilter at DefinitionsIT"),
                    text);
            assertTrue(text.endsWith("lambda captured argument 0 (java.lang.Object): java.lang.Object"), text);
        }
    }

    @Test
    void namesAStreamInsideAFunction() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            DStream<String> words = run.words("a");
            words.filter(word -> !words.toString().equals(word)).print();

            String text = String.valueOf(assertThrows(NotSerializableException.class, run.context()::start)
                    .getMessage());

            assertTrue(
                    text.contains(
                            "Object of io.durastream.InputDStream is being serialized  possibly as a part of closure of"
                                    + " an RDD operation."),
                    text);
        }
    }

    @Test
    void needsNoSerializableFunctionsOnTheDriverWithoutACheckpointDirectory() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Object lock = new Object();
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            DStream<String> words = run.words("a");
            words.transform(rdd -> {
                        synchronized (lock) {
                            return rdd;
                        }
                    })
                    .foreachRDD(rdd -> {
                        synchronized (lock) {
                            seen.addAll(rdd.collect());
                            assertEquals(List.of(), words.slice(new Time(0), new Time(0)));
                        }
                    });
            run.run(1);
        }
        assertEquals(List.of("a"), seen);
    }

    @Test
    void needsSerializableFunctionsEverywhereWithACheckpointDirectory() {
        Object lock = new Object();
        try (BatchRun run = BatchRun.on(SPARK.context(), checkpoint)) {
            run.words("a")
                    .transform(rdd -> rdd.filter(word -> lock.equals(word)))
                    .print();

            String text = String.valueOf(assertThrows(NotSerializableException.class, run.context()::start)
                    .getMessage());

            assertTrue(
                    text.startsWith(
                            "DStream checkpointing has been enabled but the DStreams with their functions are not"
                                    + " serializable\ntransform at DefinitionsIT"),
                    text);
        }
    }

    @Test
    void givesTheRddsOfASpan() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            List<Long> times = new CopyOnWriteArrayList<>();
            DStream<String> words = run.words("a", "b", "c", "d");
            words.foreachRDD((rdd, time) -> times.add(time.milliseconds()));
            run.context().remember(Durations.seconds(60));
            assertEquals(
                    SparkException.class,
                    assertThrows(Exception.class, () -> words.slice(new Time(0), new Time(1)))
                            .getClass());

            run.context().start();
            Awaitility.await().until(() -> times.size() >= 4);

            assertEquals(List.of("b", "c"), collected(words.slice(new Time(times.get(1)), new Time(times.get(2)))));
            assertEquals(
                    List.of("b", "c"),
                    collected(words.slice(new Time(times.get(1) + 30), new Time(times.get(2) + 99))),
                    "floored to the grid");
            assertEquals(List.of("a"), collected(words.slice(new Time(0), new Time(times.get(0)))));
            assertEquals(
                    List.of("c"),
                    Objects.requireNonNull(words.compute(new Time(times.get(2))))
                            .collect());
            assertEquals(null, words.compute(new Time(times.get(2) + 1)));
            assertThrows(UnsupportedOperationException.class, words::cache);
            assertThrows(UnsupportedOperationException.class, () -> words.checkpoint(batches(1)));
        }
    }

    /** The families of operators are not public; reflection, and the linkage of method references, notices such things. */
    @Test
    void offersItsMethodsToReflectionAndAsReferences() throws Exception {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            PairDStream<String, Integer> pairs = run.pairs("a:1");
            Function<PairDStream<String, Integer>, PairDStream<String, Integer>> cache = PairDStream::cache;
            Function<PairDStream<String, Integer>, DStream<Long>> count = PairDStream::count;

            assertSame(pairs, cache.apply(pairs));
            assertEquals(DStream.class, count.apply(pairs).getClass());
            for (Method method : PairDStream.class.getMethods()) {
                if (method.getDeclaringClass() != Object.class) {
                    assertTrue(
                            java.lang.reflect.Modifier.isPublic(
                                    method.getDeclaringClass().getModifiers()),
                            method.toString());
                }
            }
            assertEquals(
                    DStream.class,
                    PairDStream.class.getMethod("count").invoke(pairs).getClass());
        }
    }

    private void assertRefusal(String text, Consumer<BatchRun> definition) {
        try (BatchRun run = BatchRun.on(SPARK.context(), checkpoint)) {
            definition.accept(run);

            assertEquals(
                    "requirement failed: " + text,
                    assertThrows(IllegalArgumentException.class, run.context()::start)
                            .getMessage());
        }
    }

    private static PairDStream<String, Integer> counts(BatchRun run) {
        return run.pairs("a:1").updateStateByKey((values, before) -> Optional.of(values.size() + before.orElse(0)));
    }

    private static List<String> collected(List<JavaRDD<String>> rdds) {
        return rdds.stream().flatMap(rdd -> rdd.collect().stream()).toList();
    }
}
