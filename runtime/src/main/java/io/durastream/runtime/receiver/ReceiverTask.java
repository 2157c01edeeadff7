package io.durastream.runtime.receiver;

import io.durastream.Receiver;
import io.durastream.runtime.receiver.DriverLink.Registration;
import io.durastream.runtime.receiver.ReceiverMessages.Identity;
import io.durastream.runtime.receiver.ReceiverMessages.RpcDriverLink;
import io.durastream.runtime.spark.BlockCache;
import io.durastream.runtime.spark.ExecutorIdentity;
import io.durastream.runtime.spark.Rpc;
import io.durastream.storage.Clock;
import io.durastream.wal.LogWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Spark task that runs a receiver for as long as the driver wants it.
 *
 * @param endpoint the name under which the driver listens
 * @param log the stream's log; null when received data is in the memory of executors only
 */
record ReceiverTask<T>(
        int streamId,
        String endpoint,
        ReceiverSettings settings,
        @Nullable LogAccess log) implements VoidFunction<Iterator<Receiver<T>>> {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiverTask.class);

    @Override
    public void call(Iterator<Receiver<T>> one) throws Exception {
        Receiver<T> receiver = one.next();
        TaskContext task = TaskContext.get();
        AtomicReference<@Nullable ReceiverWorker<T>> running = new AtomicReference<>();
        String name = endpoint + "-" + streamId + "-" + task.taskAttemptId();
        try (Rpc.Server server = Rpc.serve(name, message -> stop(running, message))) {
            Identity self = new Identity(ExecutorIdentity.host(), ExecutorIdentity.executorId(), server.address());
            RateLimiter limiter = new RateLimiter(settings.maxRate(), Clock.system());
            RpcDriverLink driver = new RpcDriverLink(
                    Rpc.driver(endpoint),
                    streamId,
                    self,
                    limiter::setRate,
                    Duration.ofMillis(settings.storeTimeoutMillis()));
            ReceiverWorker<T> worker = new ReceiverWorker<>(
                    streamId,
                    receiver,
                    settings,
                    driver,
                    (registration, link) -> openWriter(receiver, registration, link),
                    limiter,
                    Clock.system());
            running.set(worker);
            worker.run(task::isInterrupted);
        }
    }

    private static Object stop(AtomicReference<? extends @Nullable ReceiverWorker<?>> running, Object[] message) {
        ReceiverWorker<?> worker = running.get();
        if (worker != null && ReceiverMessages.STOP.equals(message[0])) {
            worker.stopForGood((String) message[1]);
        }
        return true;
    }

    private BlockWriter openWriter(Receiver<T> receiver, Registration registration, DriverLink driver) {
        LogWriter writer = log == null ? null : log.open().openWriter(log.epoch(), registration.attempt());
        StorageLevel level = log == null ? receiver.storageLevel() : StorageLevel.MEMORY_AND_DISK_SER();
        return new BlockWriter(
                streamId, registration, writer, (id, data) -> cache(id, data, level), driver, Clock.system());
    }

    // With a log a missing cache costs time only, and without one the caller refuses the block.
    @SuppressWarnings("CatchingUnchecked")
    private boolean cache(long id, ByteBuffer data, StorageLevel level) {
        if (!data.hasRemaining()) {
            return true;
        }
        try {
            return BlockCache.put(streamId, id, data, level);
        } catch (Exception e) {
            LOG.warn("A received block of stream {} cannot be cached", streamId, e);
            return false;
        }
    }
}
