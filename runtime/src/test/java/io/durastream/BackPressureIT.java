package io.durastream;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver that could bring far more than a slow output can take. */
class BackPressureIT {

    private static final int BATCH_MILLIS = 200;
    private static final int RECORDS_A_MILLI = 2;
    private static final long CAPACITY = BATCH_MILLIS * RECORDS_A_MILLI;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How many records each batch had; those without are left out. */
    private static final NavigableMap<Time, Long> BATCHES = new ConcurrentSkipListMap<>();

    @TempDir
    Path directory;

    private @Nullable JavaSparkContext spark;

    @BeforeEach
    void forget() {
        BATCHES.clear();
        Tap.open = false;
    }

    @AfterEach
    void stopSpark() {
        if (spark != null) {
            spark.stop();
        }
    }

    @Test
    void aStartThatIsRefusedTakesNothingOver() {
        StreamingContext context = make(startSpark(conf().set("spark.streaming.backpressure.rateEstimator", "magic")));
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, context::start);
        assertEquals("Unknown rate estimator: magic", refusal.getMessage());
        assertEquals(StreamingContextState.STOPPED, context.getState());
        assertTrue(Files.notExists(directory.resolve("checkpoint").resolve("batches")));
    }

    @Test
    void aReceiverSettlesAtWhatTheOutputTakesAndGoesOnThereAfterARestart() {
        startSpark(conf());
        StreamingContext first = recoverOrMake();
        first.start();
        await().atMost(PATIENCE).until(() -> BATCHES.values().stream().anyMatch(records -> records > 1.25 * CAPACITY));
        await().atMost(PATIENCE).until(BackPressureIT::hasSettled);
        first.stop(false, false);
        Time before = BATCHES.lastKey();

        Tap.open = true;
        try (StreamingContext second = recoverOrMake()) {
            second.start();
            await().atMost(PATIENCE).until(() -> since(before).size() >= 5 || !areBounded(since(before)));
        }
        assertTrue(areBounded(since(before)), () -> "After the restart: " + since(before));
    }

    private static boolean hasSettled() {
        List<Long> records = List.copyOf(BATCHES.values());
        boolean keepsUp = Clock.system().wallMillis() - BATCHES.lastKey().milliseconds() < 3 * BATCH_MILLIS;
        return keepsUp
                && records.size() > 10
                && records.subList(records.size() - 5, records.size()).stream()
                        .allMatch(batch -> batch > CAPACITY / 4 && batch < 1.25 * CAPACITY);
    }

    private static boolean areBounded(List<Long> batches) {
        return batches.stream().allMatch(records -> records < 1.6 * CAPACITY);
    }

    private static List<Long> since(Time time) {
        return List.copyOf(BATCHES.tailMap(time, false).values());
    }

    private static SparkConf conf() {
        return new SparkConf()
                .setMaster("local[2]")
                .setAppName("back-pressure")
                .set("spark.ui.enabled", "false")
                .set("spark.streaming.blockInterval", "50ms")
                .set("spark.streaming.backpressure.enabled", "true");
    }

    private JavaSparkContext startSpark(SparkConf conf) {
        JavaSparkContext started = new JavaSparkContext(conf);
        spark = started;
        return started;
    }

    private StreamingContext recoverOrMake() {
        return StreamingContext.getOrCreate(checkpoint(), () -> make(requireNonNull(spark)));
    }

    private StreamingContext make(JavaSparkContext on) {
        StreamingContext context = new StreamingContext(on, Durations.milliseconds(BATCH_MILLIS));
        context.checkpoint(checkpoint());
        context.receiverStream(new Tap()).foreachRDD((records, time) -> takeSlowly(time, records.count()));
        return context;
    }

    private String checkpoint() {
        return directory.resolve("checkpoint").toUri().toString();
    }

    private static void takeSlowly(Time time, long records) throws InterruptedException {
        if (records > 0) {
            BATCHES.put(time, records);
            Clock.system().sleep(records / RECORDS_A_MILLI);
        }
    }

    /** Gives numbers: more than can be processed, and as fast as they are taken once it is open. */
    private static final class Tap extends Receiver<Integer> {

        private static final long serialVersionUID = 1;
        private static final int NUMBERS_A_MILLI = 2 * RECORDS_A_MILLI;

        /** Set by the test between two lives of the application, read by the receiver. */
        private static volatile boolean open;

        Tap() {
            super(StorageLevel.MEMORY_ONLY());
        }

        @Override
        public void onStart() {
            Thread thread = new Thread(this::flow, "tap");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void onStop() {}

        private void flow() {
            try {
                for (int i = 0; !isStopped(); i++) {
                    store(i);
                    if (!open && i % NUMBERS_A_MILLI == 0) {
                        Clock.system().sleep(1);
                    }
                }
            } catch (Exception e) {
                // Stopped between the two.
                stop("No more is taken", e);
            }
        }
    }
}
