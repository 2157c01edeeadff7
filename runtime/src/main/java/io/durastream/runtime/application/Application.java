package io.durastream.runtime.application;

import io.durastream.StreamingListenerStreamingStarted;
import io.durastream.runtime.driver.BatchCycle;
import io.durastream.runtime.driver.BatchFailedException;
import io.durastream.runtime.driver.FencedException;
import io.durastream.runtime.receiver.ReceiverInputNode;
import io.durastream.runtime.recovery.DamagedCheckpointException;
import io.durastream.runtime.spark.ExecutorPool;
import io.durastream.storage.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
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
    private final Termination termination;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread batchThread;

    /** Written by whoever stops the application, read by the batch thread. */
    private volatile boolean stopping;

    /** Set when the batch at hand has no more time to end: what becomes of it is nobody's failure any more. */
    private volatile boolean abandoned;

    private Application(
            Assembly parts, Settings settings, ListenerBus bus, FencedAction whenFenced, Termination termination) {
        this.parts = parts;
        this.settings = settings;
        this.bus = bus;
        this.whenFenced = whenFenced;
        this.termination = termination;
        this.batchThread = new Thread(this::runBatches, "durastream-batches");
        this.batchThread.setDaemon(true);
    }

    /**
     * Starts an application: takes the checkpoint directory over, starts the receivers and the batch clock, and returns. In
     * a warm standby it waits for leadership before that.
     *
     * @param termination hears when the application ends by itself
     * @param stop completes when nobody wants the application any more; of no effect once it waits no longer
     * @return the application; nothing when it waited, and was stopped
     * @throws Exception when the definition is not valid, or the checkpoint directory cannot be taken over; nothing runs
     *     then
     */
    public static Optional<Application> start(
            Definition definition, ListenerBus bus, Termination termination, CompletableFuture<?> stop)
            throws Exception {
        Validation.check(definition);
        Harness harness = TestHarnesses.of(definition.spark());
        SparkConf conf = harness.configured(definition.spark().getConf());
        Settings settings = Settings.of(conf, definition.graph().batchInterval().milliseconds());
        ExtraListeners.of(settings.extraListeners(), conf).forEach(bus::add);
        executorAllocator(definition, conf, harness.clock()).ifPresent(bus::add);
        Preparation prepared = Preparation.of(definition, settings, harness);
        try {
            Optional<Leadership> leadership = Leadership.await(prepared, stop);
            if (leadership.isEmpty()) {
                prepared.close();
                return Optional.empty();
            }
            Application application = new Application(
                    Assembly.of(prepared, leadership.get(), bus),
                    settings,
                    bus,
                    FencedAction.of(settings.whenFenced(), harness.clock()),
                    termination);
            application.run(harness.clock());
            return Optional.of(application);
        } catch (Exception e) {
            prepared.close();
            throw e;
        }
    }

    private void run(Clock clock) {
        bus.post(listener -> listener.onStreamingStarted(new StreamingListenerStreamingStarted(clock.wallMillis())));
        ActiveApplication.started(this);
        parts.receivers().start();
        batchThread.start();
    }

    private static Optional<ExecutorAllocator> executorAllocator(Definition definition, SparkConf conf, Clock clock) {
        long receivers = definition.graph().inputs().stream()
                .filter(ReceiverInputNode.class::isInstance)
                .count();
        Optional<AllocationSettings> settings = AllocationSettings.of(conf, (int) receivers);
        Optional<ExecutorPool> pool = settings.flatMap(enabled -> ExecutorPool.of(definition.spark()));
        if (settings.isPresent() && pool.isEmpty()) {
            LOG.warn("spark.streaming.dynamicAllocation.enabled has no effect: there is no cluster manager");
        }
        return pool.map(executors -> new ExecutorAllocator(
                executors, settings.get(), definition.graph().batchInterval().milliseconds(), clock));
    }

    /** Stops at once: the batch at hand gets a short time, and is executed again after a restart if that is not enough. */
    public void stop() throws InterruptedException {
        stopping = true;
        parts.receivers().stop();
        parts.cycle().stop(BatchCycle.Stop.NOW);
        if (!ended.await(STOP_WAITS_MILLIS, TimeUnit.MILLISECONDS)) {
            abandoned = true;
            LOG.warn(
                    "The batch at hand goes on in the background; if it does not end it is executed again after a restart");
        }
        bus.stop();
    }

    /** Stops after everything that was received is processed, or after the configured time. */
    public void stopGracefully() throws InterruptedException {
        stopping = true;
        parts.receivers().stop();
        parts.cycle().stop(BatchCycle.Stop.GRACEFULLY);
        if (!ended.await(settings.gracefulStopTimeoutMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn(
                    "Not all received data was processed within {} ms (spark.streaming.gracefulStopTimeout); the rest is"
                            + " processed after a restart",
                    settings.gracefulStopTimeoutMillis());
        }
        stop();
    }

    /**
     * Ends what acts outward, at once: no block of a receiver is taken or acknowledged any more, jobs are cancelled, and no
     * batch is begun. For a process that does not lead any more and is about to end: whoever awaits the end of the
     * application does so until then.
     */
    void abandon() {
        termination.fail(new LeadershipLostException());
        stopping = true;
        abandoned = true;
        parts.cycle().stop(BatchCycle.Stop.NOW);
        parts.outputs().cancelJobs();
        parts.receivers().close();
    }

    private void runBatches() {
        try {
            parts.outputs().resetProperties();
            parts.cycle().run();
        } catch (InterruptedException e) {
            LOG.warn("The batch thread was interrupted; the batch at hand is executed again after a restart");
        } catch (Throwable e) {
            fail(e);
        } finally {
            end();
        }
    }

    private void fail(Throwable failure) {
        if (abandoned) {
            LOG.warn("The batch that went on after the stop failed; it is executed again after a restart", failure);
            return;
        }
        LOG.error("The application ends", failure);
        termination.fail(reasonOf(failure));
    }

    /** What the user's code threw where that was it, as Spark Streaming has it; batch and attempts are in the log. */
    private static Throwable reasonOf(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean isWrapped = failure instanceof BatchFailedException || failure instanceof UserError;
        if (isWrapped && cause != null) {
            return reasonOf(cause);
        }
        return failure instanceof Exception exception ? DamagedCheckpointException.explain(exception) : failure;
    }

    private void end() {
        try {
            parts.close();
            if (termination.failure() instanceof FencedException) {
                // Before anybody hears of the end: a main thread that awaits it would end the process with its own
                // code.
                whenFenced.run();
            }
        } finally {
            ActiveApplication.ended(this);
            ended.countDown();
            if (!stopping) {
                termination.end();
            }
        }
    }
}
