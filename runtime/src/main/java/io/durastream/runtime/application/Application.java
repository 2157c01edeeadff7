package io.durastream.runtime.application;

import io.durastream.StreamingListenerStreamingStarted;
import io.durastream.runtime.driver.BatchCycle;
import io.durastream.runtime.driver.FencedException;
import io.durastream.runtime.recovery.DamagedCheckpointException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application that runs: owns the batch thread and the order in which things end. All methods may be called by any
 * thread.
 */
public final class Application {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    /** How long a stop waits for the batch at hand; Spark Streaming's figure. */
    private static final long STOP_WAITS_MILLIS = 2_000;

    private final Assembly parts;
    private final Settings settings;
    private final ListenerBus bus;
    private final FencedAction whenFenced;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread batchThread;

    /** Written by the batch thread when it ends, read by whoever awaits the end. */
    private volatile @Nullable Exception failure;

    private Application(Assembly parts, Settings settings, ListenerBus bus, FencedAction whenFenced) {
        this.parts = parts;
        this.settings = settings;
        this.bus = bus;
        this.whenFenced = whenFenced;
        this.batchThread = new Thread(this::runBatches, "durastream-batches");
        this.batchThread.setDaemon(true);
    }

    /**
     * Starts an application: takes the checkpoint directory over, starts the receivers and the batch clock, and returns.
     *
     * @throws Exception when the definition is not valid, or the checkpoint directory cannot be taken over; nothing runs
     *     then
     */
    public static Application start(Definition definition, ListenerBus bus) throws Exception {
        Validation.check(definition);
        Harness harness = TestHarnesses.of(definition.spark());
        Settings settings = Settings.of(
                harness.configured(definition.spark().getConf()),
                definition.graph().batchInterval().milliseconds());
        Assembly parts = Assembly.of(definition, settings, bus, harness);
        Application application =
                new Application(parts, settings, bus, FencedAction.of(settings.whenFenced(), harness.clock()));
        bus.post(listener -> listener.onStreamingStarted(
                new StreamingListenerStreamingStarted(harness.clock().wallMillis())));
        parts.receivers().start();
        application.batchThread.start();
        return application;
    }

    /** Waits for the end, at most so long. */
    public boolean awaitEnd(long timeoutMillis) throws InterruptedException {
        return ended.await(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Why the application ended by itself; null while it runs, or when it was stopped. */
    public @Nullable Exception failure() {
        return failure;
    }

    /** Stops at once: the batch at hand gets a short time, and is executed again after a restart if that is not enough. */
    public void stop() throws InterruptedException {
        parts.receivers().stop();
        parts.cycle().stop(BatchCycle.Stop.NOW);
        if (!awaitEnd(STOP_WAITS_MILLIS)) {
            LOG.warn(
                    "The batch at hand goes on in the background; if it does not end it is executed again after a restart");
        }
        bus.stop();
    }

    /** Stops after everything that was received is processed, or after the configured time. */
    public void stopGracefully() throws InterruptedException {
        parts.receivers().stop();
        parts.cycle().stop(BatchCycle.Stop.GRACEFULLY);
        if (!awaitEnd(settings.gracefulStopTimeoutMillis())) {
            LOG.warn(
                    "Not all received data was processed within {} ms (spark.streaming.gracefulStopTimeout); the rest is"
                            + " processed after a restart",
                    settings.gracefulStopTimeoutMillis());
            stop();
        }
        bus.stop();
    }

    private void runBatches() {
        try {
            parts.cycle().run();
        } catch (InterruptedException e) {
            LOG.warn("The batch thread was interrupted; the batch at hand is executed again after a restart");
        } catch (FencedException e) {
            LOG.error("Fenced", e);
            failure = e;
        } catch (Exception e) {
            failure = DamagedCheckpointException.explain(e);
            LOG.error("The application ends", failure);
        } finally {
            end();
        }
    }

    private void end() {
        try {
            parts.close();
            if (failure instanceof FencedException fenced) {
                // Before anybody hears of the end: a main thread that awaits it would end the process with its own
                // code.
                whenFenced.run(fenced);
            }
        } finally {
            ended.countDown();
        }
    }
}
