package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.DStream;
import io.durastream.Durations;
import io.durastream.StreamingContext;
import io.durastream.StreamingContextState;
import io.durastream.StreamingListener;
import io.durastream.StreamingListenerBatchCompleted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How contexts begin and end, one after the other on one SparkContext. */
class ContextLifeIT {

    private static JavaSparkContext spark;

    private StreamingContext context;

    @BeforeAll
    static void startSpark() {
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("it")
                .set("spark.ui.enabled", "false")
                .set("spark.streaming.gracefulStopTimeout", "60s")
                .set("spark.streaming.stopSparkContextByDefault", "false"));
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @BeforeEach
    void makeContext() {
        context = new StreamingContext(spark, Durations.milliseconds(100));
    }

    @AfterEach
    void stopContext() {
        context.stop();
        assertEquals(3, spark.parallelize(List.of(1, 2, 3)).count(), "the SparkContext is still there");
    }

    @Test
    void canBeAwaitedBeforeTheStart() throws Exception {
        batches("a").foreachRDD(rdd -> {});

        assertFalse(context.awaitTerminationOrTimeout(10));
        CompletableFuture<Void> end = awaitTerminationElsewhere();
        context.start();
        assertFalse(end.isDone());
        context.stop();
        end.get(10, TimeUnit.SECONDS);
        assertTrue(context.awaitTerminationOrTimeout(0));
    }

    @Test
    void isOverWhenItIsStoppedBeforeTheStart() throws Exception {
        batches("a").foreachRDD(rdd -> {});

        context.stop();
        context.stop();

        assertEquals(StreamingContextState.STOPPED, context.getState());
        context.awaitTermination();
        assertEquals(
                "StreamingContext has already been stopped",
                assertThrows(IllegalStateException.class, context::start).getMessage());
    }

    @Test
    void throwsWhatAnOutputThrewEachTimeItIsAskedAndRunsTheOtherOutputs() throws Exception {
        IllegalStateException thrown = new IllegalStateException("planted");
        AtomicInteger other = new AtomicInteger();
        DStream<String> words = batches("a");
        words.foreachRDD(rdd -> {
            throw thrown;
        });
        words.foreachRDD(rdd -> other.incrementAndGet());
        context.start();

        assertSame(thrown, assertThrows(IllegalStateException.class, context::awaitTermination));
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> context.awaitTerminationOrTimeout(10)));
        assertEquals(StreamingContextState.ACTIVE, context.getState());
        context.stop();
        assertSame(thrown, assertThrows(IllegalStateException.class, context::awaitTermination));
        assertEquals(1, other.get());
    }

    @Test
    void throwsAnErrorOfAnOutputToo() {
        batches("a").foreachRDD(rdd -> {
            throw new AssertionError("planted");
        });
        context.start();

        assertEquals(
                "planted",
                assertThrows(AssertionError.class, context::awaitTermination).getMessage());
    }

    @Test
    void throwsSparksExceptionWhenATaskFails() {
        VoidFunction<String> failing = word -> {
            throw new IllegalStateException("planted");
        };
        batches("a").foreachRDD(rdd -> rdd.foreach(failing));
        context.start();

        SparkException failure = assertThrows(SparkException.class, context::awaitTermination);

        assertTrue(
                String.valueOf(failure.getMessage()).contains("Job aborted due to stage failure"), failure::toString);
    }

    @Test
    void throwsANullPointerExceptionWhenATransformationGivesNothing() {
        batches("a").<String>transform(rdd -> null).foreachRDD(rdd -> {});
        context.start();

        assertThrows(NullPointerException.class, context::awaitTermination);
    }

    @Test
    void isStoppedAndLeavesTheSparkContextWhenItsStartFails() throws Exception {
        batches("a");
        assertThrows(IllegalArgumentException.class, context::start);

        assertEquals(StreamingContextState.STOPPED, context.getState());
        context.awaitTermination();
    }

    @Test
    void saysWhereTheActiveContextWasStarted() {
        batches("a").foreachRDD(rdd -> {});
        context.start();
        StreamingContext second = new StreamingContext(spark, Durations.milliseconds(100));
        second.queueStream(queue("a")).foreachRDD(rdd -> {});

        String text = String.valueOf(
                assertThrows(IllegalStateException.class, second::start).getMessage());

        assertTrue(
                text.startsWith(
                        "Only one StreamingContext may be started in this JVM. Currently running StreamingContext"
                                + " was started at" + getClass().getName()),
                text);
        assertEquals(StreamingContextState.INITIALIZED, second.getState());
    }

    @Test
    void refusesToBeStoppedByAListenerAndLetsEveryoneElse() throws Exception {
        AtomicReference<@Nullable Throwable> refusal = new AtomicReference<>();
        context.addStreamingListener(new StreamingListener() {
            @Override
            public void onBatchCompleted(StreamingListenerBatchCompleted completed) {
                refusal.set(assertThrows(Throwable.class, context::stop));
            }
        });
        batches("a").foreachRDD(rdd -> {});
        context.start();

        Awaitility.await().until(() -> refusal.get() != null);
        SparkException thrown = assertInstanceOf(SparkException.class, refusal.get());
        assertEquals("Cannot stop StreamingContext within listener bus thread.", thrown.getMessage());
        CompletableFuture<Void> one = CompletableFuture.runAsync(context::stop);
        CompletableFuture<Void> two = CompletableFuture.runAsync(() -> context.stop(false, true));
        CompletableFuture.allOf(one, two).get(10, TimeUnit.SECONDS);
        assertEquals(StreamingContextState.STOPPED, context.getState());
    }

    @Test
    void dropsWhatWaitsAndLeavesWhatRunsWhenItStopsAtOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        List<String> ended = new CopyOnWriteArrayList<>();
        batches("a", "b", "c").foreachRDD(rdd -> {
            begun.countDown();
            mayEnd.await();
            ended.add("batch");
        });
        context.start();
        begun.await();

        context.stop();
        context.awaitTermination();
        assertEquals(List.of(), ended);
        mayEnd.countDown();

        Awaitility.await().until(() -> !ended.isEmpty());
        Awaitility.await().during(300, TimeUnit.MILLISECONDS).until(() -> ended.size() == 1);
        context.awaitTermination();
    }

    @Test
    void executesTheBatchesThatAreDueWhenItStopsGracefully() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        List<Long> times = new CopyOnWriteArrayList<>();
        batches("a", "b", "c").foreachRDD((rdd, time) -> {
            begun.countDown();
            mayEnd.await();
            times.add(time.milliseconds());
        });
        context.start();
        begun.await();
        long queuedUntil = System.currentTimeMillis() + 500;
        Awaitility.await().until(() -> System.currentTimeMillis() > queuedUntil);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> context.stop(false, true));
        assertEquals(StreamingContextState.ACTIVE, context.getState());
        Awaitility.await().during(200, TimeUnit.MILLISECONDS).until(() -> !stopped.isDone());
        mayEnd.countDown();
        stopped.get(30, TimeUnit.SECONDS);

        assertTrue(times.size() >= 5, times::toString);
        assertTrue(times.get(times.size() - 1) + 100 > queuedUntil, times + " until " + queuedUntil);
    }

    @Test
    void makesItsCheckpointDirectory(@TempDir Path directory) {
        Path checkpoint = directory.resolve("deep/er");
        context.checkpoint(checkpoint.toUri().toString());

        assertTrue(Files.isDirectory(checkpoint));
    }

    @Test
    void namesTheJarOfAClass() {
        assertEquals(0, StreamingContext.jarOfClass(ContextLifeIT.class).length);
        assertTrue(StreamingContext.jarOfClass(SparkConf.class)[0].endsWith(".jar"));
    }

    private CompletableFuture<Void> awaitTerminationElsewhere() {
        return CompletableFuture.runAsync(() -> {
            try {
                context.awaitTermination();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private DStream<String> batches(String... words) {
        return context.queueStream(queue(words));
    }

    private static Queue<JavaRDD<String>> queue(String... words) {
        Queue<JavaRDD<String>> queue = new ArrayDeque<>();
        for (String word : words) {
            queue.add(spark.parallelize(List.of(word), 1));
        }
        return queue;
    }
}
