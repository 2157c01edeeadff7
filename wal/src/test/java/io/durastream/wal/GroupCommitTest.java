package io.durastream.wal;

import static io.durastream.wal.Logs.FIRST;
import static io.durastream.wal.Logs.SECOND;
import static io.durastream.wal.Logs.bytes;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.SealedException;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.fault.OperationHook;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GroupCommitTest {

    private static final int THREADS = 8;

    private final SimulatedDisk disk = SimulatedDisk.withoutTearing();
    private final SegmentedLog log = Logs.open(disk.client("writer"));
    private final LogWriter writer = log.openWriter(FIRST, "w");
    private final List<Thread> threads = new ArrayList<>();

    @Test
    void flushesOnceForAllThatQueuedMeanwhile() throws Exception {
        HeldFlush held = new HeldFlush();
        disk.hook(held);
        List<FutureTask<LogExtent>> appends = appendWhileHeld(held);
        held.release();
        for (FutureTask<LogExtent> append : appends) {
            append.get();
        }
        assertEquals(2, held.flushes.get(), "one for the leader, one for all that queued behind it");
        assertEquals(THREADS, Logs.texts(log, "w").size());
    }

    @Test
    void boundsTheBytesOfAGroup() throws Exception {
        LogWriter narrow = Logs.open(disk.client("narrow"), Logs.options().withGroupBytes(60))
                .openWriter(FIRST, "narrow");
        HeldFlush held = new HeldFlush();
        disk.hook(held);
        List<FutureTask<LogExtent>> appends = appendWhileHeld(narrow, held);
        held.release();
        for (FutureTask<LogExtent> append : appends) {
            append.get();
        }
        assertEquals(1 + (THREADS - 1 + 1) / 2, held.flushes.get(), "two frames of 23 bytes in a group of 60");
    }

    @Test
    void failsEveryWaitingAppendWhenItIsSealed() throws Exception {
        writer.append(bytes("first"));
        HeldFlush held = new HeldFlush();
        disk.hook(held);
        List<FutureTask<LogExtent>> appends = appendWhileHeld(held);
        log.sealBefore(SECOND);
        held.release();
        for (FutureTask<LogExtent> append : appends) {
            ExecutionException failure = assertThrows(ExecutionException.class, append::get);
            assertEquals(
                    SealedException.class,
                    java.util.Objects.requireNonNull(failure.getCause()).getClass());
        }
        assertEquals(List.of("first"), Logs.texts(log, "w"));
    }

    @Test
    void appendsTheGroupAgainWhenItsFlushFails() throws Exception {
        writer.append(bytes("first"));
        HeldFlush held = new HeldFlush();
        held.failures.set(2);
        disk.hook(held);
        List<FutureTask<LogExtent>> appends = appendWhileHeld(held);
        held.release();
        for (FutureTask<LogExtent> append : appends) {
            append.get();
        }
        assertEquals(1 + THREADS, Logs.texts(log, "w").size());
    }

    @Test
    void takesNothingMoreAfterAFailureThatNobodyForesaw() {
        disk.hook(new OperationHook() {
            @Override
            public void before(Operation operation) {
                throw new IllegalArgumentException("A mistake in " + operation);
            }
        });
        assertThrows(IllegalStateException.class, () -> writer.append(bytes("first")));
        disk.hook(OperationHook.NONE);
        IllegalStateException later = assertThrows(IllegalStateException.class, () -> writer.append(bytes("second")));
        assertTrue(String.valueOf(later.getMessage()).contains("A mistake in"), later::toString);
    }

    @Test
    void waitsForAppendsUnderWayBeforeItCloses() throws Exception {
        HeldFlush held = new HeldFlush();
        disk.hook(held);
        List<FutureTask<LogExtent>> appends = appendWhileHeld(held);
        FutureTask<Boolean> close = new FutureTask<>(() -> {
            writer.close();
            return true;
        });
        start(close);
        awaitBlocked(threads);
        held.release();
        close.get();
        for (FutureTask<LogExtent> append : appends) {
            assertTrue(append.isDone() || append.get() != null);
        }
        assertEquals(THREADS, Logs.texts(log, "w").size());
    }

    @Test
    void keepsTheOrderOfEachThread() throws Exception {
        SegmentedLog rolling = Logs.open(disk.client("rolling"), Logs.options().withSegmentBytes(2_000));
        LogWriter shared = rolling.openWriter(FIRST, "shared");
        Map<String, LogExtent> extents = new ConcurrentHashMap<>();
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            String name = "thread " + thread + " entry ";
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                for (int i = 0; i < 500; i++) {
                    extents.put(name + i, shared.append(bytes(name + i)));
                }
                return true;
            });
            tasks.add(task);
            start(task);
        }
        for (FutureTask<Boolean> task : tasks) {
            task.get();
        }
        List<LogEntry> entries = Logs.entries(rolling, LogPosition.beginning(FIRST, "shared"));
        assertEquals(THREADS * 500, entries.size());
        int[] next = new int[THREADS];
        for (LogEntry entry : entries) {
            String[] words = Logs.text(entry.payload()).split(" ", -1);
            assertEquals(next[Integer.parseInt(words[1])]++, Integer.parseInt(words[3]));
            assertEquals(entry.extent(), extents.get(Logs.text(entry.payload())));
        }
    }

    /** One thread leads and is held in its flush; all others queue behind it. */
    private List<FutureTask<LogExtent>> appendWhileHeld(HeldFlush held) throws InterruptedException {
        return appendWhileHeld(writer, held);
    }

    private List<FutureTask<LogExtent>> appendWhileHeld(LogWriter target, HeldFlush held) throws InterruptedException {
        List<FutureTask<LogExtent>> appends = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String text = "entry " + i;
            FutureTask<LogExtent> append = new FutureTask<>(() -> target.append(bytes(text)));
            appends.add(append);
            start(append);
            held.reached.await();
        }
        awaitBlocked(threads);
        return appends;
    }

    private void start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private static void awaitBlocked(List<Thread> threads) {
        await().until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
    }

    /** Holds the first flush until it is released; counts flushes, and fails as many as asked. */
    private static final class HeldFlush implements OperationHook {

        final CountDownLatch reached = new CountDownLatch(1);
        final AtomicInteger flushes = new AtomicInteger();
        final AtomicInteger failures = new AtomicInteger();
        private final CountDownLatch released = new CountDownLatch(1);

        void release() {
            released.countDown();
        }

        @Override
        public void before(Operation operation) throws IOException {
            if (operation.kind() != Operation.Kind.FLUSH) {
                return;
            }
            flushes.incrementAndGet();
            reached.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (failures.getAndDecrement() > 0) {
                throw new IOException("Injected failure of " + operation);
            }
        }
    }
}
