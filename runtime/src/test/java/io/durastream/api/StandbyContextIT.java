package io.durastream.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.Durations;
import io.durastream.StreamingContext;
import io.durastream.StreamingContextState;
import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.LogState;
import io.durastream.runtime.standby.ActiveCandidacy;
import io.durastream.runtime.standby.FakeCandidacy;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A context in a process that stands by: it starts when that leads, and can be stopped before. */
@Timeout(60)
final class StandbyContextIT {

    /** Static, so that the output, which is saved with the application, refers to nothing. */
    private static final AtomicInteger BATCHES = new AtomicInteger();

    private static JavaSparkContext spark;

    @TempDir
    Path checkpoint;

    private final FakeCandidacy candidacy = new FakeCandidacy();
    private StreamingContext context;

    @BeforeAll
    static void startSpark() {
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("it")
                .set("spark.ui.enabled", "false")
                .set("spark.streaming.stopSparkContextByDefault", "false"));
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @BeforeEach
    void standBy() {
        BATCHES.set(0);
        ActiveCandidacy.enter(candidacy);
        context = context();
    }

    @AfterEach
    void end() {
        context.stop();
        ActiveCandidacy.leave(candidacy);
    }

    private StreamingContext context() {
        StreamingContext made = new StreamingContext(spark, Durations.milliseconds(100));
        made.checkpoint(checkpoint.toUri().toString());
        made.queueStream(new ArrayDeque<>(), true, spark.<String>emptyRDD())
                .foreachRDD((rdd, time) -> BATCHES.incrementAndGet());
        return made;
    }

    private CompletableFuture<Void> startElsewhere() {
        CompletableFuture<Void> start = CompletableFuture.runAsync(context::start);
        await().atMost(30, TimeUnit.SECONDS).until(() -> !candidacy.reports.isEmpty() || start.isDone());
        return start;
    }

    private LogState log() throws IOException {
        try (Storage storage = Storages.open(checkpoint.toUri().toString(), new Configuration(), Clock.system())) {
            return BatchLog.read(storage).state();
        }
    }

    @Test
    void claimsNothingUntilItLeads() throws Exception {
        CompletableFuture<Void> start = startElsewhere();
        assertFalse(start.isDone());
        assertEquals(0, log().sequence());
        assertEquals(StreamingContextState.INITIALIZED, context.getState());
        assertThrows(IllegalStateException.class, () -> context.remember(Durations.seconds(1)));
        assertThrows(IllegalStateException.class, context()::start, "only one context starts");

        candidacy.leadership.complete(null);
        start.get(30, TimeUnit.SECONDS);
        assertEquals(StreamingContextState.ACTIVE, context.getState());
        await().until(() -> BATCHES.get() > 2);
        assertEquals(1, log().epoch().orElseThrow().number());
    }

    @Test
    void endsWithoutAClaimWhenItIsStoppedWhileItStandsBy() throws Exception {
        CompletableFuture<Void> start = startElsewhere();
        context.stop();
        start.get(30, TimeUnit.SECONDS);
        assertEquals(StreamingContextState.STOPPED, context.getState());
        context.awaitTermination();
        candidacy.leadership.complete(null);
        assertEquals(0, log().sequence());
        assertThrows(IllegalStateException.class, context::start);
        assertEquals(0, BATCHES.get());

        context = context();
        context.start();
        await().until(() -> BATCHES.get() > 0);
    }

    @Test
    void isStoppedWhenItCanNeverLead() {
        CompletableFuture<Void> start = startElsewhere();
        candidacy.leadership.completeExceptionally(new IOException("no rights"));
        Throwable failure = assertThrows(ExecutionException.class, start::get).getCause();
        assertInstanceOf(IOException.class, failure);
        assertEquals(StreamingContextState.STOPPED, context.getState());
    }

    @Test
    void saysWhatTheStartRefusesWhileItStandsBy() {
        context = new StreamingContext(spark, Durations.milliseconds(100));
        Throwable failure =
                assertThrows(IllegalArgumentException.class, context::start, "there are no outputs, and nobody leads");
        assertTrue(String.valueOf(failure.getMessage()).contains("No output operations"), failure::toString);
    }
}
