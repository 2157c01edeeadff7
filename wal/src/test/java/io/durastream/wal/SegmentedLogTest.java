package io.durastream.wal;

import static io.durastream.wal.Logs.FIRST;
import static io.durastream.wal.Logs.ROOT;
import static io.durastream.wal.Logs.SECOND;
import static io.durastream.wal.Logs.bytes;
import static io.durastream.wal.Logs.text;
import static io.durastream.wal.Logs.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Epoch;
import io.durastream.storage.FileInfo;
import io.durastream.storage.SealedException;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.fault.OperationHook;
import io.durastream.storage.sim.SimulatedClock;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SegmentedLogTest {

    private final SimulatedDisk disk = SimulatedDisk.withoutTearing();
    private final Storage storage = disk.client("writer");
    private final SegmentedLog log = Logs.open(storage);

    @Test
    void readsBackWhatWasAppended() throws IOException {
        try (LogWriter writer = log.openWriter(FIRST, "w")) {
            LogExtent one = writer.append(bytes("one"));
            LogExtent two = writer.append(bytes("two"));
            assertTrue(one.isFollowedBy(two));
            assertEquals("two", text(log.read(two)));
            assertEquals(
                    List.of("one", "two"),
                    log.readAll(one.merge(two)).stream()
                            .map(entry -> text(entry.payload()))
                            .toList());
        }
        assertEquals(List.of("one", "two"), texts(log, "w"));
    }

    @Test
    void tellsTheExtentOfEachEntryThatItReads() throws IOException {
        LogWriter writer = log.openWriter(FIRST, "w");
        List<LogExtent> appended = List.of(writer.append(bytes("")), writer.append(bytes("two")));
        assertEquals(
                appended,
                Logs.entries(log, LogPosition.beginning(FIRST, "w")).stream()
                        .map(LogEntry::extent)
                        .toList());
    }

    @Test
    void makesNoFileBeforeTheFirstAppend() throws IOException {
        log.openWriter(FIRST, "w").close();
        assertEquals(List.of(), disk.files());
        assertEquals(List.of(), log.writers());
        assertEquals(List.of(), texts(log, "w"));
    }

    @Test
    void leavesThePayloadToTheCaller() throws IOException {
        ByteBuffer payload = bytes("xpayloadx").position(1).limit(8);
        LogWriter writer = log.openWriter(FIRST, "w");
        LogExtent extent = writer.append(payload);
        assertEquals(7, payload.remaining());
        payload.put(1, (byte) '!');
        assertEquals("payload", text(log.read(extent)));
    }

    @Test
    void rollsBeforeASegmentGetsTooLong() throws IOException {
        SegmentedLog small = Logs.open(storage, Logs.options().withSegmentBytes(200));
        try (LogWriter writer = small.openWriter(FIRST, "w")) {
            for (int i = 0; i < 20; i++) {
                writer.append(bytes("entry " + i));
            }
            writer.append(bytes("x".repeat(1000)));
            writer.append(bytes("last"));
        }
        List<FileInfo> files = log.writers().get(0).files();
        assertTrue(files.size() > 5, files::toString);
        assertEquals(1, files.stream().filter(file -> file.length() > 200).count());
        assertEquals(22, texts(small, "w").size());
    }

    @Test
    void rollsWhenASegmentIsOld() throws IOException {
        SimulatedClock clock = new SimulatedClock(0);
        SegmentedLog aging =
                new SegmentedLog(storage, ROOT, Logs.options().withSegmentAge(Duration.ofSeconds(5)), clock);
        LogWriter writer = aging.openWriter(FIRST, "w");
        writer.append(bytes("one"));
        clock.advance(4_999);
        assertEquals(0, writer.append(bytes("two")).start().segment());
        clock.advance(1);
        assertEquals(1, writer.append(bytes("three")).start().segment());
        assertEquals(List.of("one", "two", "three"), texts(aging, "w"));
    }

    @Test
    void resumesAScanWhereAnotherEnded() throws IOException {
        SegmentedLog small = Logs.open(storage, Logs.options().withSegmentBytes(110));
        LogWriter writer = small.openWriter(FIRST, "w");
        writer.append(bytes("one"));
        LogPosition position;
        try (LogReader reader = small.scan(LogPosition.beginning(FIRST, "w"))) {
            assertEquals("one", text(reader.next().orElseThrow().payload()));
            assertEquals(Optional.empty(), reader.next());
            position = reader.position();
        }
        for (String more : List.of("two", "three", "four", "five", "six")) {
            writer.append(bytes(more));
        }
        assertEquals(List.of("two", "three", "four", "five", "six"), texts(small, position));
    }

    @Test
    void keepsWritersApart() throws IOException {
        log.openWriter(FIRST, "b").append(bytes("b1"));
        log.openWriter(FIRST, "a").append(bytes("a1"));
        log.openWriter(SECOND, "a").append(bytes("a2"));
        assertEquals(
                List.of("1-a", "1-b", "2-a"),
                log.writers().stream()
                        .map(writer -> writer.epoch() + "-" + writer.writer())
                        .toList());
        assertEquals(List.of("a1"), texts(log, LogPosition.beginning(FIRST, "a")));
        assertEquals(List.of("a2"), texts(log, LogPosition.beginning(SECOND, "a")));
    }

    @Test
    void refusesANameThatWasUsed() throws IOException {
        log.openWriter(FIRST, "w").append(bytes("one"));
        LogWriter second = log.openWriter(FIRST, "w");
        assertThrows(IllegalStateException.class, () -> second.append(bytes("two")));
        assertThrows(IllegalStateException.class, () -> second.append(bytes("two")));
        assertEquals(List.of("one"), texts(log, "w"));
    }

    @Test
    void refusesAppendsAfterClose() throws IOException {
        LogWriter writer = log.openWriter(FIRST, "w");
        writer.append(bytes("one"));
        writer.close();
        writer.close();
        assertThrows(IllegalStateException.class, () -> writer.append(bytes("two")));
    }

    @Test
    void goesOnInANewSegmentWhenAFlushFails() throws IOException {
        LogWriter writer = log.openWriter(FIRST, "w");
        writer.append(bytes("one"));
        disk.hook(failing(Operation.Kind.FLUSH, 2));
        LogExtent two = writer.append(bytes("two"));
        disk.hook(OperationHook.NONE);
        assertEquals(2, two.start().segment());
        writer.append(bytes("three"));
        assertEquals(List.of("one", "two", "three"), texts(log, "w"));
        assertEquals("two", text(log.read(two)));
    }

    @Test
    void givesUpAfterTheConfiguredTriesAndCanBeUsedOn() throws IOException {
        LogWriter writer = log.openWriter(FIRST, "w");
        writer.append(bytes("one"));
        disk.hook(failing(Operation.Kind.FLUSH, 3));
        IOException failure = assertThrows(IOException.class, () -> writer.append(bytes("two")));
        assertTrue(failure.toString().contains("3 segments"), failure::toString);
        writer.append(bytes("two"));
        assertEquals(List.of("one", "two"), texts(log, "w"));
    }

    @Test
    void refusesAppendOfFencedEpoch() throws IOException {
        LogWriter writer = log.openWriter(FIRST, "w");
        writer.append(bytes("one"));
        SealReport report = Logs.open(disk.client("next driver")).sealBefore(SECOND);
        assertThrows(SealedException.class, () -> writer.append(bytes("two")));
        assertThrows(SealedException.class, () -> writer.append(bytes("three")));
        writer.close();
        assertEquals(List.of("one"), texts(log, "w"));
        assertEquals(1, report.writers().size());
        assertEquals(SECOND, report.before());
    }

    @Test
    void refusesTheFirstAppendOfAZombieThatHadNoFile() throws IOException {
        LogWriter zombie = log.openWriter(FIRST, "w");
        assertEquals(List.of(), log.sealBefore(SECOND).writers());
        assertThrows(SealedException.class, () -> zombie.append(bytes("one")));
        assertEquals(List.of(), texts(log, "w"));
        assertEquals(
                LogPosition.beginning(FIRST, "w"),
                log.sealBefore(SECOND).writers().get(0).end());
    }

    @Test
    void sealsEarlierEpochsOnly() throws IOException {
        LogWriter second = log.openWriter(SECOND, "w");
        second.append(bytes("one"));
        log.sealBefore(SECOND);
        second.append(bytes("two"));
        assertEquals(List.of("one", "two"), texts(log, LogPosition.beginning(SECOND, "w")));
    }

    @Test
    void reportsWhereSealedWritersEnd() throws IOException {
        LogExtent last = log.openWriter(FIRST, "w").append(bytes("one"));
        SealReport report = log.sealBefore(SECOND);
        assertEquals(last.endPosition(), report.writers().get(0).end());
        assertEquals(List.of("writer w of epoch 1 ends at segment 0, offset " + last.end()), report.lines());
        assertEquals(report, log.sealBefore(SECOND));
        assertEquals(report.writers(), log.sealBefore(Epoch.of(9)).writers());
    }

    @Test
    void reportsTheTornTailThatItCuts() throws IOException {
        LogExtent last = log.openWriter(FIRST, "w").append(bytes("one"));
        StoragePath segment = log.writers().get(0).files().get(0).path();
        disk.damage(segment, content -> join(content, java.util.Arrays.copyOf(content, 30)));
        SealReport report = log.sealBefore(SECOND);
        TornTail tail = new TornTail(segment, last.end(), 30);
        assertEquals(List.of(tail), report.tornTails().toList());
        assertTrue(report.lines().get(0).contains("cut 30 bytes"), report.lines()::toString);
        assertEquals(report, log.sealBefore(SECOND), "the second report tells it again");
        assertEquals(List.of("one"), texts(log, "w"));
    }

    @Test
    void sealsWhatTheWriterAbandonedLongAgo() throws IOException {
        SegmentedLog small = Logs.open(storage, Logs.options().withSegmentBytes(110));
        LogWriter writer = small.openWriter(FIRST, "w");
        append(writer, "one");
        disk.hook(failing(Operation.Kind.FLUSH, 1));
        Stream.of("two", "three", "four", "five").forEach(word -> append(writer, word));
        List<String> sealed = new ArrayList<>();
        disk.hook(new OperationHook() {
            @Override
            public void before(Operation operation) {
                if (operation.kind() == Operation.Kind.SEAL) {
                    sealed.add(operation.path().name());
                }
            }
        });
        small.sealBefore(SECOND);
        assertTrue(sealed.contains("00000000.seg"), sealed::toString);
        assertEquals(List.of("one", "two", "three", "four", "five"), texts(small, "w"));
    }

    @Test
    void sealsManyWritersOnSeveralThreads() throws IOException {
        SegmentedLog parallel = Logs.open(storage, Logs.options().withSealThreads(4));
        for (int i = 0; i < 20; i++) {
            parallel.openWriter(FIRST, "w" + i).append(bytes("entry " + i));
        }
        SealReport report = parallel.sealBefore(SECOND);
        assertEquals(
                parallel.writers().stream().map(WriterLog::writer).toList(),
                report.writers().stream().map(writer -> writer.end().writer()).toList());
    }

    @Test
    void namesTheSegmentsThatRetentionMayDelete() throws IOException {
        SegmentedLog small = Logs.open(storage, Logs.options().withSegmentBytes(110));
        LogWriter writer = small.openWriter(FIRST, "w");
        List<LogExtent> extents = Stream.of("one", "two", "three", "four", "five", "six", "seven")
                .map(word -> append(writer, word))
                .toList();
        LogExtent kept = extents.get(5);
        assertTrue(kept.start().segment() > 1);
        List<StoragePath> candidates = small.segmentsBefore(kept.start());
        assertEquals(kept.start().segment(), candidates.size());
        for (StoragePath candidate : candidates) {
            storage.delete(candidate);
            assertEquals("six", text(small.read(kept)));
            assertEquals("six", texts(small, kept.start()).get(0));
            assertTrue(texts(small, "w").contains("six"), "a scan of the whole begins at what is left");
        }
        assertThrows(DamagedFileException.class, () -> small.read(extents.get(0)));
        assertThrows(
                DamagedFileException.class, () -> texts(small, extents.get(0).start()));
    }

    @Test
    void forgetsAWriterWhoseFilesWereDeletedOneByOne() throws IOException {
        SegmentedLog small = Logs.open(storage, Logs.options().withSegmentBytes(110));
        LogWriter writer = small.openWriter(FIRST, "w");
        Stream.of("one", "two", "three", "four", "five").forEach(word -> append(writer, word));
        small.sealBefore(SECOND);
        for (FileInfo file : small.writers().get(0).files()) {
            List<String> before = texts(small, "w");
            storage.delete(file.path());
            List<String> left = texts(small, "w");
            assertEquals(before.subList(before.size() - left.size(), before.size()), left);
        }
        assertEquals(List.of(), small.writers());
        assertEquals(List.of(), small.sealBefore(SECOND).writers());
    }

    @Test
    void refusesTheExtentOfSeveralEntriesAsOne() throws IOException {
        LogWriter writer = log.openWriter(FIRST, "w");
        LogExtent both = writer.append(bytes("one")).merge(writer.append(bytes("two")));
        assertThrows(IllegalArgumentException.class, () -> log.read(both));
    }

    @Test
    void keepsTheInterruptOfTheCallerAndAppendsNevertheless() throws IOException {
        Thread.currentThread().interrupt();
        log.openWriter(FIRST, "w").append(bytes("one"));
        assertTrue(Thread.interrupted());
        assertFalse(texts(log, "w").isEmpty());
    }

    private static LogExtent append(LogWriter writer, String text) {
        try {
            return writer.append(bytes(text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** The next {@code times} operations of a kind fail. */
    private static OperationHook failing(Operation.Kind kind, int times) {
        return new OperationHook() {
            private int left = times;

            @Override
            public void before(Operation operation) throws IOException {
                if (operation.kind() == kind && left-- > 0) {
                    throw new IOException("Injected failure of " + operation);
                }
            }
        };
    }
}
