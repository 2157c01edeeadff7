package io.durastream.runtime.wal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.WriteAheadLog;
import io.durastream.WriteAheadLogRecordHandle;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class BatchedLogTest {

    private final GatedLog below = new GatedLog();

    @AfterEach
    void letGo() {
        below.gate.countDown();
    }

    @Test
    void writesThatComeWhileOneIsUnderWayShareTheNext() throws Exception {
        BatchedLog log = new BatchedLog(below, 20_000);
        FutureTask<WriteAheadLogRecordHandle> first = write(log, "first", 1);
        await().until(() -> below.times.size() == 1);
        FutureTask<WriteAheadLogRecordHandle> second = write(log, "second", 30);
        FutureTask<WriteAheadLogRecordHandle> third = write(log, "third", 20);
        below.gate.countDown();

        first.get();
        assertSame(second.get(), third.get());
        assertEquals(List.of(1L, 30L), below.times);
        Set<String> records = new TreeSet<>();
        log.readAll()
                .forEachRemaining(record -> records.add(UTF_8.decode(record).toString()));
        assertEquals(Set.of("first", "second", "third"), records);
        log.close();
        assertTrue(below.closed);
    }

    @Test
    void aWriteThatTakesTooLongTimesOut() {
        BatchedLog log = new BatchedLog(below, 50);
        TimeoutException late = assertThrows(TimeoutException.class, () -> log.write(UTF_8.encode("a"), 7));
        assertTrue(String.valueOf(late.getMessage()).contains("batchingTimeout"));
    }

    @Test
    void closeFailsTheWritesThatWaitBehindTheOneUnderWay() throws Exception {
        BatchedLog log = new BatchedLog(below, 20_000);
        FutureTask<WriteAheadLogRecordHandle> underWay = write(log, "first", 1);
        await().until(() -> below.times.size() == 1);
        FutureTask<WriteAheadLogRecordHandle> behind = write(log, "second", 2);
        Thread closing = new Thread(log::close);
        closing.start();

        Throwable failure = requireNonNull(
                assertThrows(ExecutionException.class, behind::get).getCause());
        assertEquals(
                "close() was called on BatchedWriteAheadLog before write request with time 2 could be fulfilled.",
                failure.getMessage());
        below.gate.countDown();
        closing.join();
        underWay.get();
    }

    @Test
    void everyWriterHearsOfAFailureAndTheNextOneMayDoBetter() {
        below.gate.countDown();
        IllegalStateException failure = new IllegalStateException("No space left");
        below.failure = failure;
        BatchedLog log = new BatchedLog(below, 20_000);
        assertSame(failure, assertThrows(IllegalStateException.class, () -> log.write(UTF_8.encode("a"), 1)));
        below.failure = null;
        log.write(UTF_8.encode("b"), 2);
        log.close();
    }

    /** Begins a write, and returns when it waits for its turn or its end. */
    private static FutureTask<WriteAheadLogRecordHandle> write(BatchedLog log, String record, long time) {
        FutureTask<WriteAheadLogRecordHandle> write = new FutureTask<>(() -> log.write(UTF_8.encode(record), time));
        Thread thread = new Thread(write);
        thread.setDaemon(true);
        thread.start();
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return write;
    }

    /** Keeps records in memory; writes wait at a gate. */
    private static final class GatedLog extends WriteAheadLog {

        final CountDownLatch gate = new CountDownLatch(1);
        final List<Long> times = new CopyOnWriteArrayList<>();
        volatile @Nullable RuntimeException failure;
        volatile boolean closed;
        private final List<ByteBuffer> records = new CopyOnWriteArrayList<>();

        @Override
        public WriteAheadLogRecordHandle write(ByteBuffer record, long time) {
            times.add(time);
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            RuntimeException planted = failure;
            if (planted != null) {
                throw planted;
            }
            records.add(record.duplicate());
            return new Handle();
        }

        @Override
        public ByteBuffer read(WriteAheadLogRecordHandle handle) {
            throw new AssertionError("Nobody reads single records of a batched log");
        }

        @Override
        public Iterator<ByteBuffer> readAll() {
            return records.iterator();
        }

        @Override
        public void clean(long threshTime, boolean waitForCompletion) {}

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class Handle extends WriteAheadLogRecordHandle {
        private static final long serialVersionUID = 1;
    }
}
