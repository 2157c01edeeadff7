package io.durastream.wal;

import static io.durastream.wal.Logs.FIRST;
import static io.durastream.wal.Logs.SECOND;
import static io.durastream.wal.Logs.bytes;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Clock;
import io.durastream.storage.SealedException;
import io.durastream.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the log does on a real file system, with real threads; inherited by one test a file system. */
@Timeout(120)
abstract class SegmentedLogContract {

    private static final SegmentedLogOptions OPTIONS =
            SegmentedLogOptions.defaults().withSegmentBytes(64 << 10);

    private Storage storage;
    private Storage otherProcess;
    private SegmentedLog log;

    /** A connection of its own to the same, at first empty tree. */
    abstract Storage openStorage() throws IOException;

    @BeforeEach
    void open() throws IOException {
        storage = openStorage();
        otherProcess = openStorage();
        log = new SegmentedLog(storage, Logs.ROOT, OPTIONS, Clock.system());
    }

    @AfterEach
    void close() throws IOException {
        storage.close();
        otherProcess.close();
    }

    @Test
    void eachTakeoverGetsAnEpochOfItsOwnAndEndsThoseBefore() throws IOException {
        SegmentedLog other = new SegmentedLog(otherProcess, Logs.ROOT, OPTIONS, Clock.system());
        SealReport first = log.takeOver();
        LogWriter writer = log.openWriter(first.before(), "w");
        writer.append(bytes("one"));

        SealReport second = other.takeOver();
        assertTrue(first.before().isBefore(second.before()));
        assertEquals(1, second.writers().size());
        assertThrows(SealedException.class, () -> writer.append(bytes("two")));
        assertEquals(second.before().next(), log.takeOver().before());
    }

    @Test
    void showsEachEntryToOtherProcessesOnceItIsAcknowledged() throws IOException {
        SegmentedLog reader = new SegmentedLog(otherProcess, Logs.ROOT, OPTIONS, Clock.system());
        LogWriter writer = log.openWriter(FIRST, "w");
        LogPosition position = LogPosition.beginning(FIRST, "w");
        for (int i = 0; i < 50; i++) {
            LogExtent extent = writer.append(bytes(entry(0, i)));
            assertEquals(entry(0, i), Logs.text(reader.read(extent)));
            List<LogEntry> more = Logs.entries(reader, position);
            assertEquals(List.of(extent), more.stream().map(LogEntry::extent).toList());
            position = extent.endPosition();
        }
        assertTrue(position.segment() > 0);
        writer.close();
        assertEquals(50, Logs.texts(reader, "w").size());
    }

    @Test
    void keepsWhatManyThreadsAppendWhileOthersRead() throws Exception {
        LogWriter writer = log.openWriter(FIRST, "w");
        AtomicBoolean done = new AtomicBoolean();
        FutureTask<Boolean> readers = start(() -> {
            while (!done.get()) {
                List<String> texts = Logs.texts(log, "w");
                assertEquals(texts.size(), new HashSet<>(texts).size());
            }
        });
        Map<String, LogExtent> extents = new ConcurrentHashMap<>();
        List<FutureTask<Boolean>> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int thread = i;
            threads.add(start(() -> {
                for (int n = 0; n < 100; n++) {
                    extents.put(entry(thread, n), writer.append(bytes(entry(thread, n))));
                }
            }));
        }
        for (FutureTask<Boolean> thread : threads) {
            thread.get();
        }
        done.set(true);
        readers.get();
        List<LogEntry> entries = Logs.entries(log, LogPosition.beginning(FIRST, "w"));
        assertEquals(800, entries.size());
        entries.forEach(entry -> assertEquals(entry.extent(), extents.get(Logs.text(entry.payload()))));
        writer.close();
    }

    @Test
    void acknowledgesNothingOfAWriterThatLivesOnAfterTheSeal() throws Exception {
        AtomicBoolean sealed = new AtomicBoolean();
        AtomicInteger late = new AtomicInteger();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        List<FutureTask<Boolean>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int thread = i;
            LogWriter writer = log.openWriter(FIRST, "w" + i);
            threads.add(start(() -> {
                for (int n = 0; ; n++) {
                    writer.append(bytes(entry(thread, n)));
                    if (sealed.get()) {
                        late.incrementAndGet();
                    }
                    acknowledged.add(entry(thread, n));
                }
            }));
        }
        await().until(() -> acknowledged.size() > 200);
        SegmentedLog next = new SegmentedLog(otherProcess, Logs.ROOT, OPTIONS, Clock.system());
        SealReport report = next.sealBefore(SECOND);
        // An append that was acknowledged before may be counted only now: what is late began after this.
        Set<String> before = new HashSet<>();
        for (SealReport.SealedWriter writer : report.writers()) {
            before.addAll(Logs.texts(next, writer.end().writer()));
        }
        sealed.set(true);
        for (FutureTask<Boolean> thread : threads) {
            Throwable failure =
                    assertThrows(ExecutionException.class, thread::get).getCause();
            assertTrue(failure instanceof SealedException, () -> "ended by " + failure);
        }
        assertTrue(before.containsAll(acknowledged), "everything acknowledged is in what the sealer found");
        assertTrue(late.get() <= threads.size(), "at most what was on its way when the flag was set");
        for (int i = 0; i < threads.size(); i++) {
            assertTrue(before.containsAll(Logs.texts(log, "w" + i)), "nothing came later");
        }
        assertEquals(report, next.sealBefore(SECOND));
    }

    @Test
    void refusesTheFirstSegmentOfAZombie() throws IOException {
        LogWriter zombie = log.openWriter(FIRST, "zombie");
        new SegmentedLog(otherProcess, Logs.ROOT, OPTIONS, Clock.system()).sealBefore(SECOND);
        assertThrows(SealedException.class, () -> zombie.append(bytes("late")));
        assertEquals(List.of(), Logs.texts(log, "zombie"));
    }

    @Test
    void resealsWithoutTouchingTheSegmentsAgain() throws IOException {
        log.openWriter(FIRST, "w").append(bytes("one"));
        SealReport report = log.sealBefore(SECOND);
        assertEquals(Optional.empty(), report.writers().get(0).tornTail());
        storage.delete(log.writers().get(0).files().get(0).path());
        assertEquals(report, log.sealBefore(SECOND), "the end is on record");
    }

    private static String entry(int thread, int number) {
        return "thread " + thread + " entry " + number + " " + "x".repeat(2_000);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static FutureTask<Boolean> start(Work work) {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            work.run();
            return true;
        });
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
