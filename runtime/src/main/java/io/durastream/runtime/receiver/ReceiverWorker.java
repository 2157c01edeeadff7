package io.durastream.runtime.receiver;

import io.durastream.Receiver;
import io.durastream.SourcePosition;
import io.durastream.runtime.graph.UserCode;
import io.durastream.runtime.receiver.DriverLink.Registration;
import io.durastream.runtime.receiver.Records.Serialized;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A receiver at work on an executor. The thread of its Spark task runs {@link #run}, and alone starts and stops the
 * receiver; everybody else asks for it.
 *
 * <p>Each start is an attempt of its own: registered with the driver, with a writer of its own in the log, and with the
 * source position that the driver knows to be durable.
 */
final class ReceiverWorker<T> implements ReceiverSupervisor<T> {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiverWorker.class);
    private static final long POLL_MILLIS = 200;

    private final int streamId;
    private final Receiver<T> receiver;
    private final ReceiverSettings settings;
    private final DriverLink driver;
    private final WriterFactory writers;
    private final Clock clock;
    private final RateLimiter limiter;
    private final BlockingQueue<Ending> requests = new LinkedBlockingQueue<>();
    /** Set by the task's thread, read by those of the receiver; null while nothing can be stored. */
    private volatile @Nullable Attempt attempt;
    /** Set by the task's thread, read by those of the receiver: between the calls of onStart and onStop. */
    private volatile boolean active;

    ReceiverWorker(
            int streamId,
            Receiver<T> receiver,
            ReceiverSettings settings,
            DriverLink driver,
            WriterFactory writers,
            RateLimiter limiter,
            Clock clock) {
        this.streamId = streamId;
        this.receiver = receiver;
        this.settings = settings;
        this.driver = driver;
        this.writers = writers;
        this.limiter = limiter;
        this.clock = clock;
    }

    /**
     * Runs the receiver until it is stopped for good.
     *
     * @param killed whether the task shall end, looked at several times a second
     * @throws IOException when the driver cannot be reached: if it lives, it starts the task again
     */
    void run(BooleanSupplier killed) throws IOException, InterruptedException {
        receiver.attachSupervisor(this);
        Ending ending = startAndAwaitEnd(killed);
        while (ending.restart() && !isToldToStopWithin(ending.delayMillis(), killed)) {
            ending = startAndAwaitEnd(killed);
        }
    }

    /** Ends this run soon. Called by the driver. */
    void stopForGood(String message) {
        requests.add(new Ending(null, false, 0, message, null));
    }

    @Override
    public void storeRecord(T item) {
        Attempt current = current();
        try {
            limiter.acquire(1, () -> attempt != current);
            current.generator.add(item);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (IllegalStateException e) {
            throw UserCode.rethrow(notStarted());
        }
    }

    @Override
    public void storeBlock(Iterator<T> records, @Nullable Object metadata, @Nullable SourcePosition position) {
        Attempt current = current();
        Serialized serialized = Records.serialize(records);
        if (serialized.count() > 0 || position != null) {
            store(current, serialized.count(), serialized.data(), position);
        }
    }

    @Override
    public void storeBytes(ByteBuffer bytes, @Nullable Object metadata) {
        ByteBuffer copy =
                ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
        long records = settings.paced() ? Records.count(copy) : ReceivedBlock.UNKNOWN_RECORDS;
        store(current(), records, copy, null);
    }

    @Override
    public Optional<SourcePosition> lastPosition() {
        return current().writer.lastPosition();
    }

    @Override
    public void reportError(String message, Throwable error) {
        LOG.warn("Receiver of stream {} reports: {}", streamId, message, error);
        Attempt current = attempt;
        if (current != null) {
            driver.error(current.number, message, error);
        }
    }

    @Override
    public void restart(String message, @Nullable Throwable error) {
        restart(message, error, (int) settings.restartDelayMillis());
    }

    @Override
    public void restart(String message, @Nullable Throwable error, int delayMillis) {
        requests.add(new Ending(attempt, true, delayMillis, message, error));
    }

    @Override
    public void stop(String message, @Nullable Throwable error) {
        requests.add(new Ending(attempt, false, 0, message, error));
    }

    @Override
    public boolean isStarted() {
        return active;
    }

    @Override
    public boolean isStopped() {
        return !active;
    }

    @Override
    public int streamId() {
        return streamId;
    }

    private Ending startAndAwaitEnd(BooleanSupplier killed) throws IOException, InterruptedException {
        Optional<Registration> registration = driver.register();
        return registration.isPresent()
                ? runAttempt(new Attempt(registration.get()), killed)
                : new Ending(null, false, 0, "The driver wants no receiver for stream " + streamId, null);
    }

    private Ending runAttempt(Attempt started, BooleanSupplier killed) throws InterruptedException {
        Ending ending = new Ending(started, false, 0, "Receiver of stream " + streamId + " was killed", null);
        try {
            start(started);
            ending = awaitEnding(started, killed);
            return ending;
        } finally {
            end(started, ending);
        }
    }

    // The user's code may throw whatever it likes.
    @SuppressWarnings("CatchingUnchecked")
    private void start(Attempt started) {
        attempt = started;
        started.generator.start();
        active = true;
        try {
            receiver.onStart();
            LOG.info("Receiver of stream {} started, attempt {}", streamId, started.number);
        } catch (Exception e) {
            reportError("Error starting receiver " + streamId, e);
            stop("Error starting receiver " + streamId, e);
        }
    }

    private Ending awaitEnding(Attempt started, BooleanSupplier killed) throws InterruptedException {
        while (!killed.getAsBoolean()) {
            Ending request = requests.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (request != null && request.concerns(started)) {
                return request;
            }
        }
        return new Ending(started, false, 0, "Receiver of stream " + streamId + " was killed", null);
    }

    @SuppressWarnings("CatchingUnchecked")
    private void end(Attempt ended, Ending ending) throws InterruptedException {
        LOG.info(
                "Receiver of stream {} {}: {}",
                streamId,
                ending.restart() ? "restarts in " + ending.delayMillis() + " ms" : "stops",
                ending.message(),
                ending.error());
        active = false;
        try {
            receiver.onStop();
        } catch (Exception e) {
            reportError("Error stopping receiver " + streamId, e);
        }
        try {
            ended.generator.stop();
        } finally {
            attempt = null;
            ended.writer.close();
            driver.stopped(ended.number, ending.message(), ending.error());
        }
    }

    private boolean isToldToStopWithin(long millis, BooleanSupplier killed) throws InterruptedException {
        long end = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (clock.nanoTime() < end) {
            Ending request = requests.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (killed.getAsBoolean() || (request != null && request.isStopOfAll())) {
                return true;
            }
        }
        return killed.getAsBoolean();
    }

    private void store(Attempt current, long records, ByteBuffer data, @Nullable SourcePosition position) {
        try {
            limiter.acquire(Math.max(0, records), () -> attempt != current);
            write(current, records, data, position);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (IOException e) {
            throw UserCode.rethrow(new SparkException(e.getMessage(), e));
        }
    }

    /** Stores a block, and ends the attempt when the writer says that it is over. */
    private void write(Attempt current, long records, ByteBuffer data, @Nullable SourcePosition position)
            throws IOException {
        try {
            current.writer.store(records, data, position);
        } catch (AttemptOverException e) {
            boolean again = e.reason() == AttemptOverException.Reason.UNDECIDED;
            requests.add(new Ending(current, again, settings.restartDelayMillis(), String.valueOf(e.getMessage()), e));
            throw e;
        }
    }

    private Attempt current() {
        Attempt current = attempt;
        if (current == null) {
            throw UserCode.rethrow(notStarted());
        }
        return current;
    }

    private static SparkException notStarted() {
        return new SparkException("Cannot add data as BlockGenerator has not been started or has been stopped");
    }

    private static RuntimeException interrupted() {
        Thread.currentThread().interrupt();
        return UserCode.rethrow(new SparkException("Interrupted while records were being stored"));
    }

    /** Makes the writer of an attempt. */
    interface WriterFactory {
        BlockWriter open(Registration registration, DriverLink driver);
    }

    /** From a start of the receiver to its stop. */
    private final class Attempt {

        private final long number;
        private final BlockWriter writer;
        private final BlockGenerator<T> generator;

        Attempt(Registration registration) {
            number = registration.attempt();
            writer = writers.open(registration, driver);
            generator = new BlockGenerator<>(
                    "receiver-" + streamId, settings.blockMillis(), settings.blockQueue(), this::storeGenerated, clock);
        }

        private void storeGenerated(List<T> records) throws IOException {
            Serialized serialized = Records.serialize(records.iterator());
            write(this, serialized.count(), serialized.data(), null);
        }
    }

    /** Somebody wants an attempt to end; whichever one runs when {@code of} is null. */
    private record Ending(
            @Nullable Object of,
            boolean restart,
            long delayMillis,
            String message,
            @Nullable Throwable error) {

        boolean concerns(Object attempt) {
            return of == null || of == attempt;
        }

        boolean isStopOfAll() {
            return of == null && !restart;
        }
    }
}
