package io.durastream.runtime.wal;

import io.durastream.WriteAheadLog;
import io.durastream.WriteAheadLogRecordHandle;
import io.durastream.runtime.graph.UserCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Lets writes of many threads share one write of the log below: a thread of its own takes what has come while the last
 * write was under way and writes it as one {@linkplain RecordBatch batch}, so the log below has one caller at a time.
 */
public final class BatchedLog extends WriteAheadLog {

    private final WriteAheadLog log;
    private final long timeoutMillis;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "write-ahead-log-writer");
        made.setDaemon(true);
        return made;
    });

    /** What follows is guarded by the monitor. At most one write of each calling thread waits. */
    private List<Waiting> waiting = new ArrayList<>();

    private boolean closed;

    /** @param timeoutMillis how long a write may take */
    public BatchedLog(WriteAheadLog log, long timeoutMillis) {
        this.log = log;
        this.timeoutMillis = timeoutMillis;
    }

    /** Throws a {@link TimeoutException}, undeclared, when the record may or may not become durable. */
    @Override
    public WriteAheadLogRecordHandle write(ByteBuffer record, long time) {
        Waiting mine = new Waiting(copyOf(record), time, new CompletableFuture<>());
        add(mine);
        try {
            return mine.handle.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw UserCode.rethrow(e.getCause() instanceof Exception cause ? cause : e);
        } catch (TimeoutException e) {
            throw UserCode.rethrow(new TimeoutException("A record of time " + time + " was not durable within "
                    + timeoutMillis + " ms (spark.streaming.driver.writeAheadLog.batchingTimeout)"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UserCode.rethrow(e);
        }
    }

    @Override
    public ByteBuffer read(WriteAheadLogRecordHandle handle) {
        throw new UnsupportedOperationException(
                "read() is not supported for BatchedWriteAheadLog as the data may require de-aggregation.");
    }

    @Override
    public Iterator<ByteBuffer> readAll() {
        Iterator<ByteBuffer> batches = log.readAll();
        Iterable<ByteBuffer> once = () -> batches;
        Stream<ByteBuffer> stream = StreamSupport.stream(once.spliterator(), false);
        return stream.flatMap(batch -> RecordBatch.decode(batch).stream()).iterator();
    }

    @Override
    public void clean(long threshTime, boolean waitForCompletion) {
        log.clean(threshTime, waitForCompletion);
    }

    /** Lets the write that is under way end, if it does so in the time of a write; fails those behind it. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        takeWaiting().forEach(behind -> behind.handle.completeExceptionally(closedBefore(behind.time)));
        writer.shutdown();
        try {
            if (!writer.awaitTermination(timeoutMillis, TimeUnit.MILLISECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.close();
    }

    private synchronized void add(Waiting mine) {
        if (closed) {
            throw closedBefore(mine.time);
        }
        waiting.add(mine);
        writer.execute(this::writeWaiting);
    }

    private synchronized List<Waiting> takeWaiting() {
        List<Waiting> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    private void writeWaiting() {
        List<Waiting> batch = takeWaiting();
        if (batch.isEmpty()) {
            return;
        }
        try {
            long latest = batch.stream().mapToLong(Waiting::time).max().orElseThrow();
            WriteAheadLogRecordHandle handle = log.write(
                    RecordBatch.encode(batch.stream().map(Waiting::record).toList()), latest);
            batch.forEach(written -> written.handle.complete(handle));
        } catch (Throwable e) {
            batch.forEach(failed -> failed.handle.completeExceptionally(e));
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    private static ByteBuffer copyOf(ByteBuffer record) {
        return ByteBuffer.allocate(record.remaining()).put(record.duplicate()).flip();
    }

    private static IllegalStateException closedBefore(long time) {
        return new IllegalStateException("close() was called on BatchedWriteAheadLog before write request with time "
                + time + " could be fulfilled.");
    }

    private record Waiting(ByteBuffer record, long time, CompletableFuture<WriteAheadLogRecordHandle> handle) {}
}
