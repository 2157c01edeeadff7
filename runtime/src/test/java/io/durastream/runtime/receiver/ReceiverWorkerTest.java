package io.durastream.runtime.receiver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.Receiver;
import io.durastream.storage.Clock;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The life of a receiver, without Spark: records come as bytes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReceiverWorkerTest {

    private static final int RESTART_MILLIS = 120;
    private static final String NOT_STARTED =
            "Cannot add data as BlockGenerator has not been started or has been stopped";

    private final Clock clock = Clock.system();
    private final RecordingDriver driver = new RecordingDriver();
    private final Diary receiver = new Diary();
    private final RateLimiter limiter = new RateLimiter(Long.MAX_VALUE, clock);
    private final ReceiverWorker<String> worker = worker();
    private final AtomicBoolean killed = new AtomicBoolean();
    private final FutureTask<Void> run = new FutureTask<>(() -> {
        worker.run(killed::get);
        return null;
    });

    @AfterEach
    void kill() {
        killed.set(true);
    }

    @Test
    void aRestartStopsWaitsAndStarts() throws Exception {
        start();
        assertEquals(3, receiver.streamId());
        assertTrue(receiver.isStarted());
        receiver.restart("No more data", new IllegalStateException("x"));
        await().until(() -> receiver.starts.size() == 2);

        assertEquals(1, receiver.stops.size());
        assertPause(RESTART_MILLIS);
        assertEquals(List.of("No more data"), driver.stops);
        assertEquals(2, driver.registrations.get());
    }

    @Test
    void aRestartMayHaveADelayOfItsOwn() throws Exception {
        start();
        receiver.restart("Slow down", new IllegalStateException("x"), 3 * RESTART_MILLIS);
        await().until(() -> receiver.starts.size() == 2);
        assertPause(3 * RESTART_MILLIS);
    }

    @Test
    void aStopEndsTheRun() throws Exception {
        start();
        receiver.stop("Enough", new IllegalStateException("x"));
        run.get();
        assertEquals(List.of("Enough"), driver.stops);
        assertTrue(receiver.isStopped());
        assertEquals(1, receiver.stops.size());
    }

    @Test
    void aReportedErrorReachesTheDriverAndTheReceiverGoesOn() throws Exception {
        start();
        receiver.reportError("Lost a packet", new IllegalStateException("x"));
        assertEquals(List.of("Lost a packet"), driver.errors);
        assertTrue(receiver.isStarted());
        assertFalse(run.isDone());
    }

    @Test
    void anExceptionOfOnStartIsReportedAndEndsTheRun() throws Exception {
        receiver.startFailure = new IllegalStateException("No route to host");
        begin();
        run.get();
        assertEquals(List.of("Error starting receiver 3"), driver.errors);
        assertEquals(List.of("Error starting receiver 3"), driver.stops);
        assertEquals(1, receiver.stops.size());
    }

    @Test
    void anExceptionOfOnStopIsReportedAndStopsNothing() throws Exception {
        start();
        receiver.stopFailure = new IllegalStateException("Cannot close");
        receiver.stop("Enough");
        run.get();
        assertEquals(List.of("Error stopping receiver 3"), driver.errors);
        assertEquals(List.of("Enough"), driver.stops);
    }

    @Test
    void nothingIsStoredAfterTheStop() throws Exception {
        start();
        receiver.stop("Enough");
        run.get();
        assertEquals(NOT_STARTED, refusal(() -> receiver.store("late")));
        assertEquals(NOT_STARTED, refusal(() -> receiver.store(List.of("late"))));
        assertEquals(NOT_STARTED, refusal(() -> receiver.store(bytes())));
    }

    @Test
    void aRefusedBlockFailsTheStoreAndEndsTheReceiver() throws Exception {
        start();
        receiver.store(bytes());
        driver.takes = false;
        assertEquals("Failed to add block to receiver tracker.", refusal(() -> receiver.store(bytes())));
        run.get();
        assertEquals(List.of("Failed to add block to receiver tracker."), driver.stops);
    }

    @Test
    void whoWaitsForTheRateIsNotHeldBackFromTheStop() throws Exception {
        start();
        limiter.setRate(1);
        limiter.acquire(1_000, () -> true);
        FutureTask<String> stored = new FutureTask<>(() -> refusal(() -> receiver.store("late")));
        Thread storing = new Thread(stored);
        storing.setDaemon(true);
        storing.start();
        await().until(() -> storing.getState() == Thread.State.TIMED_WAITING);
        receiver.stop("Enough");
        assertEquals(NOT_STARTED, stored.get());
    }

    @Test
    void theDriverMayWantNoReceiver() throws Exception {
        driver.wantsReceivers = false;
        begin();
        run.get();
        assertEquals(List.of(), receiver.starts);
    }

    private void begin() {
        Thread task = new Thread(run, "task");
        task.setDaemon(true);
        task.start();
    }

    private void start() {
        begin();
        await().until(() -> !receiver.starts.isEmpty());
    }

    private void assertPause(long millis) {
        long pause = TimeUnit.NANOSECONDS.toMillis(receiver.starts.get(1) - receiver.stops.get(0));
        assertTrue(pause >= millis, "It started again after " + pause + " ms");
    }

    private ReceiverWorker<String> worker() {
        ReceiverSettings settings = ReceiverSettings.of(
                new SparkConf(false).set("spark.streaming.receiverRestartDelay", RESTART_MILLIS + "ms"));
        return new ReceiverWorker<>(
                3,
                receiver,
                settings,
                driver,
                (registration, link) -> new BlockWriter(3, registration, null, (id, data) -> true, link, clock),
                limiter,
                clock);
    }

    private static ByteBuffer bytes() {
        return ByteBuffer.wrap(new byte[] {1, 2, 3});
    }

    private static String refusal(Runnable store) {
        return String.valueOf(assertThrows(SparkException.class, store::run).getMessage());
    }

    /** Notes when it was started and stopped. */
    private static final class Diary extends Receiver<String> {

        private static final long serialVersionUID = 1;

        final transient List<Long> starts = new CopyOnWriteArrayList<>();
        final transient List<Long> stops = new CopyOnWriteArrayList<>();
        volatile @Nullable RuntimeException startFailure;
        volatile @Nullable RuntimeException stopFailure;

        Diary() {
            super(StorageLevel.MEMORY_ONLY());
        }

        @Override
        public void onStart() {
            starts.add(Clock.system().nanoTime());
            fail(startFailure);
        }

        @Override
        public void onStop() {
            stops.add(Clock.system().nanoTime());
            fail(stopFailure);
        }

        private static void fail(@Nullable RuntimeException planted) {
            if (planted != null) {
                throw planted;
            }
        }
    }

    private static final class RecordingDriver implements DriverLink {

        final List<String> errors = new CopyOnWriteArrayList<>();
        final List<String> stops = new CopyOnWriteArrayList<>();
        volatile boolean takes = true;
        volatile boolean wantsReceivers = true;
        final AtomicInteger registrations = new AtomicInteger();

        @Override
        public Optional<Registration> register() {
            long attempt = registrations.incrementAndGet();
            return wantsReceivers ? Optional.of(new Registration(attempt, null, null, 1)) : Optional.empty();
        }

        @Override
        public boolean report(long attempt, ReceivedBlock block) {
            return takes;
        }

        @Override
        public void error(long attempt, String message, @Nullable Throwable error) {
            errors.add(message);
        }

        @Override
        public void stopped(long attempt, String message, @Nullable Throwable error) {
            stops.add(message);
        }
    }
}
