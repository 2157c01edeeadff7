package io.durastream.runtime.application;

import io.durastream.StreamingListener;
import io.durastream.StreamingListenerBatchCompleted;
import io.durastream.StreamingListenerReceiverStarted;
import io.durastream.StreamingListenerReceiverStopped;
import io.durastream.runtime.spark.ExecutorPool;
import io.durastream.storage.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for executors when batches take nearly as long as their interval, and gives one back when they take much less.
 * Decides with the first batch after each scaling interval, by the mean since the last decision. Used by the listener
 * thread alone.
 */
final class ExecutorAllocator extends StreamingListener {

    private static final Logger LOG = LoggerFactory.getLogger(ExecutorAllocator.class);

    private final ExecutorPool pool;
    private final AllocationSettings settings;
    private final long batchMillis;
    private final Clock clock;

    /** By stream. */
    private final Map<Integer, String> executorsOfReceivers = new HashMap<>();

    private long decidedNanos;
    private long processingMillis;
    private long batches;

    ExecutorAllocator(ExecutorPool pool, AllocationSettings settings, long batchMillis, Clock clock) {
        this.pool = pool;
        this.settings = settings;
        this.batchMillis = batchMillis;
        this.clock = clock;
        this.decidedNanos = clock.nanoTime();
    }

    @Override
    public void onReceiverStarted(StreamingListenerReceiverStarted started) {
        executorsOfReceivers.put(
                started.receiverInfo().streamId(), started.receiverInfo().executorId());
    }

    @Override
    public void onReceiverStopped(StreamingListenerReceiverStopped stopped) {
        executorsOfReceivers.remove(stopped.receiverInfo().streamId());
    }

    @Override
    public void onBatchCompleted(StreamingListenerBatchCompleted completed) {
        boolean failed = completed.batchInfo().outputOperationInfos().values().stream()
                .anyMatch(output -> output.failureReason() != null);
        if (!failed) {
            processingMillis += completed.batchInfo().processingDelay();
            batches++;
        }
        long waited = TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - decidedNanos);
        if (batches > 0 && waited >= settings.scalingIntervalMillis()) {
            decide((double) processingMillis / batches / batchMillis);
            decidedNanos = clock.nanoTime();
            processingMillis = 0;
            batches = 0;
        }
    }

    private void decide(double ratio) {
        if (ratio >= settings.scalingUpRatio()) {
            add(Math.max((int) Math.round(ratio), 1));
        } else if (ratio <= settings.scalingDownRatio()) {
            giveBackOne();
        }
    }

    private void add(int more) {
        int now = pool.executors().size();
        int wanted = (int) Math.min(settings.maxExecutors(), Math.max(settings.minExecutors(), (long) now + more));
        LOG.info("Batches take their interval or nearly so: {} executors are asked for, there are {}", wanted, now);
        pool.requestTotal(wanted);
    }

    private void giveBackOne() {
        List<String> executors = pool.executors();
        Collection<String> receiving = executorsOfReceivers.values();
        List<String> idle = new ArrayList<>(executors);
        idle.removeAll(receiving);
        if (executors.size() > settings.minExecutors() && !idle.isEmpty()) {
            LOG.info("Batches take little of their interval: executor {} is given back", idle.get(0));
            pool.kill(idle.get(0));
        }
    }
}
