package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.DStream;
import io.durastream.Durations;
import io.durastream.StreamingContext;
import io.durastream.testkit.CrashPoint;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestInput;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Accumulators and broadcast variables of an application that is stopped and recovered, in new SparkContexts. */
class SharedVariablesIT {

    /** What outputs have seen; static, because a restored function has copies of what it captured. */
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    private static final AtomicInteger FAILURES_LEFT = new AtomicInteger();
    private static final AtomicInteger FACTORY_CALLS = new AtomicInteger();

    @TempDir
    Path directory;

    private @Nullable StreamingContext context;

    @BeforeEach
    void prepare() throws IOException {
        SEEN.clear();
        FAILURES_LEFT.set(0);
        FACTORY_CALLS.set(0);
        Files.createDirectory(directory.resolve("in"));
    }

    @AfterEach
    void stop() {
        if (context != null) {
            context.stop(true);
        }
    }

    @Test
    void restoresAccumulatorsAndBroadcastsIntoARestoredGraph() throws Exception {
        Application counting = lines -> {
            LongAccumulator count = lines.context().longAccumulator("count");
            CollectionAccumulator<String> longest = lines.context().collectionAccumulator("long words");
            Broadcast<Set<String>> ignored = lines.context().sparkContext().broadcast(Set.of("the"));
            lines.filter(word -> !ignored.value().contains(word)).foreachRDD(rdd -> {
                rdd.foreach(word -> {
                    count.add(1);
                    if (word.length() > 3) {
                        longest.add(word);
                    }
                });
                SEEN.addAll(rdd.collect());
            });
        };
        start(counting);
        put("the", "quick", "fox");
        awaitSeen("quick", "fox");
        running().stop(true, true);

        start(counting);
        assertEquals(1, FACTORY_CALLS.get());
        LongAccumulator count = running().longAccumulator("count");
        assertEquals(2, count.value());
        put("the", "jumps");
        awaitSeen("quick", "fox", "jumps");
        running().stop(true, true);

        assertEquals(3, count.value());
        assertEquals(3, count.count());
        assertEquals(
                List.of("quick", "jumps"),
                running().collectionAccumulator("long words").value());
    }

    @Test
    void definesAnewAnApplicationThatRefersToAnRddAndKeepsItsAccumulators() throws Exception {
        Application joining = lines -> {
            LongAccumulator count = lines.context().longAccumulator("count");
            JavaPairRDD<String, Integer> known = lines.context()
                    .sparkContext()
                    .parallelizePairs(List.of(new Tuple2<>("a", 1), new Tuple2<>("b", 2)));
            lines.transform(rdd -> rdd.mapToPair(word -> new Tuple2<>(word, word))
                            .join(known)
                            .keys())
                    .foreachRDD(rdd -> {
                        rdd.foreach(word -> count.add(1));
                        SEEN.addAll(rdd.collect());
                    });
        };
        start(joining);
        put("a", "x");
        awaitSeen("a");
        running().stop(true, true);

        SparkException refusal = assertThrows(SparkException.class, () -> new StreamingContext(checkpoint()));
        assertTrue(String.valueOf(refusal.getCause()).contains("refers to an RDD"), () -> "" + refusal.getCause());
        assertTrue(String.valueOf(refusal.getCause()).contains("transform at SharedVariablesIT.java"));

        start(joining);
        assertEquals(2, FACTORY_CALLS.get());
        put("b", "y");
        awaitSeen("a", "b");
        running().stop(true, true);

        assertEquals(2, running().longAccumulator("count").value());
    }

    @Test
    void asksTheFactoryForTheInitialStateUntilABatchIsCommitted() throws Exception {
        Application counting = lines -> lines.mapToPair(word -> new Tuple2<>(word, 1))
                .<Integer>updateStateByKey(
                        (ones, before) -> Optional.of(before.orElse(0) + ones.size()),
                        new HashPartitioner(2),
                        lines.context().sparkContext().parallelizePairs(List.of(new Tuple2<>("a", 10))))
                .foreachRDD(rdd -> {
                    if (FAILURES_LEFT.getAndDecrement() > 0) {
                        throw new IllegalStateException("planted");
                    }
                    SEEN.clear();
                    rdd.sortByKey().collect().forEach(count -> SEEN.add(count.toString()));
                });
        FAILURES_LEFT.set(1);
        start(counting);
        assertThrows(IllegalStateException.class, running()::awaitTermination);
        running().stop(true);

        start(counting);
        assertEquals(2, FACTORY_CALLS.get());
        awaitSeen("(a,10)");
        running().stop(true, true);

        start(counting);
        assertEquals(2, FACTORY_CALLS.get());
        put("a", "b");
        awaitSeen("(a,11)", "(b,1)");
    }

    @Test
    void countsABatchThatIsExecutedAgainOnce() throws Exception {
        Application failing = lines -> {
            LongAccumulator count = lines.context().longAccumulator("count");
            lines.foreachRDD(rdd -> {
                List<String> words = rdd.collect();
                count.add(words.size());
                if (!words.isEmpty() && FAILURES_LEFT.getAndDecrement() > 0) {
                    throw new IllegalStateException("planted");
                }
                SEEN.addAll(words);
            });
        };
        FAILURES_LEFT.set(1);
        start(failing);
        put("a", "b");
        IllegalStateException failure = assertThrows(IllegalStateException.class, running()::awaitTermination);
        assertEquals("planted", failure.getMessage());
        running().stop(true);

        start(failing);
        awaitSeen("a", "b");
        running().stop(true, true);

        assertEquals(2, running().longAccumulator("count").value());

        System.setProperty("durastream.batch.maxRetries", "1");
        try {
            FAILURES_LEFT.set(1);
            start(failing);
            put("c");
            awaitSeen("a", "b", "c");
            running().stop(true, true);
        } finally {
            System.clearProperty("durastream.batch.maxRetries");
        }
        assertEquals(3, running().longAccumulator("count").value());
    }

    @Test
    void countsABatchOnceWhoseDriverDiedBeforeItsCommit() {
        try (StreamTest test = StreamTest.withBatches(Durations.seconds(1)).checkpointedTo(directory)) {
            TestInput<String> words = test.input("words");
            test.start(context -> {
                LongAccumulator count = context.longAccumulator("count");
                words.stream(context).foreachRDD((rdd, time) -> {
                    rdd.foreach(word -> count.add(1));
                    SEEN.add(time + " " + count.value());
                });
            });
            words.addBatches(List.of("a", "b"), List.of("c"), List.of("d"));
            test.runBatch();
            test.crash(CrashPoint.AFTER_OUTPUTS);
            test.restart();
            while (test.now().milliseconds() < 3_000) {
                test.runBatch();
            }
        }
        assertEquals(List.of("1000 ms 2", "2000 ms 3", "2000 ms 3", "3000 ms 4"), SEEN);
    }

    @Test
    void goesOnWithAnAccumulatorThatIsNotRegisteredWithTheContext() throws Exception {
        Application counting = lines -> {
            LongAccumulator count = lines.context().sparkContext().sc().longAccumulator("spark only");
            lines.foreachRDD(rdd -> {
                rdd.foreach(word -> count.add(1));
                rdd.collect().forEach(word -> SEEN.add(word + count.value()));
            });
        };
        start(counting);
        put("a");
        awaitSeen("a1");
        running().stop(true, true);

        start(counting);
        put("b");
        awaitSeen("a1", "b1");
    }

    @Test
    void namesTheFieldOfABroadcastValueThatCannotBeSerialized() throws Exception {
        Object lock = new Object();
        NotSerializableException refusal = assertThrows(
                NotSerializableException.class,
                () -> start(lines -> {
                    Broadcast<List<Object>> broadcast =
                            lines.context().sparkContext().broadcast(new ArrayList<>(List.of()));
                    broadcast.value().add(lock);
                    lines.filter(word -> broadcast.value().isEmpty()).print();
                }));

        String text = String.valueOf(refusal.getMessage());
        assertTrue(text.contains(".value()[0]: java.lang.Object"), text);
    }

    /** Spark's guide makes broadcast variables and accumulators in an output, once a JVM. */
    @Test
    void letsAnOutputMakeItsBroadcastLazily() throws Exception {
        Application lazy = lines -> lines.foreachRDD(rdd -> {
            Broadcast<Set<String>> ignored = LazyIgnored.in(JavaSparkContext.fromSparkContext(rdd.context()));
            SEEN.addAll(rdd.filter(word -> !ignored.value().contains(word)).collect());
        });
        start(lazy);
        put("the", "a");
        awaitSeen("a");
        running().stop(true, true);
        LazyIgnored.instance = null; // as in a new JVM

        start(lazy);
        put("the", "b");
        awaitSeen("a", "b");
        assertEquals(1, FACTORY_CALLS.get());
    }

    /** Defines an application on lines that it is given. */
    private interface Application {
        void define(DStream<String> lines);
    }

    private static final class LazyIgnored {
        private static volatile @Nullable Broadcast<Set<String>> instance;

        static synchronized Broadcast<Set<String>> in(JavaSparkContext spark) {
            Broadcast<Set<String>> made = instance;
            if (made == null) {
                made = spark.broadcast(Set.of("the"));
                instance = made;
            }
            return made;
        }
    }

    private void start(Application application) {
        context = StreamingContext.getOrCreate(checkpoint(), () -> {
            FACTORY_CALLS.incrementAndGet();
            StreamingContext made = new StreamingContext(
                    new SparkConf()
                            .setMaster("local[2]")
                            .setAppName("it")
                            .set("spark.ui.enabled", "false")
                            .set("spark.default.parallelism", "2")
                            .set("durastream.fenced.action", "stop"),
                    Durations.milliseconds(100));
            made.checkpoint(checkpoint());
            application.define(
                    made.textFileStream(directory.resolve("in").toUri().toString()));
            return made;
        });
        running().start();
    }

    private StreamingContext running() {
        return Objects.requireNonNull(context);
    }

    private String checkpoint() {
        return directory.resolve("checkpoint").toUri().toString();
    }

    private void put(String... lines) throws IOException {
        Path hidden = Files.write(directory.resolve(".hidden"), List.of(lines));
        // The file system's clock may be some milliseconds behind that of the context, which takes files after its
        // start.
        Files.setLastModifiedTime(hidden, FileTime.fromMillis(System.currentTimeMillis() + 5));
        Files.move(hidden, directory.resolve("in").resolve("file-" + System.nanoTime()));
    }

    private static void awaitSeen(String... words) {
        Awaitility.await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertEquals(List.of(words), SEEN));
    }
}
