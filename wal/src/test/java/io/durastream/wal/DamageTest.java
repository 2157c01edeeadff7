package io.durastream.wal;

import static io.durastream.wal.Logs.FIRST;
import static io.durastream.wal.Logs.SECOND;
import static io.durastream.wal.Logs.bytes;
import static io.durastream.wal.Logs.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.FileInfo;
import io.durastream.storage.StoragePath;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.fault.OperationHook;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every byte of every file flipped, every file cut at every byte, every file removed.
 *
 * <p>The log under test: segment 0 ends in void bytes, segment 1 is void as a whole (both flushes took effect but were not
 * acknowledged), segments 2 and 3 count, and segment 3 is the last.
 */
final class DamageTest {

    private static final Set<Long> COUNTING = Set.of(0L, 2L, 3L);

    private final SimulatedDisk disk = SimulatedDisk.withoutTearing();
    private final SegmentedLog log =
            Logs.open(disk.client("writer"), Logs.options().withSegmentBytes(110));
    private final List<LogExtent> extents = new ArrayList<>();
    private final List<String> all = List.of("one", "two", "three", "four", "five");

    @BeforeEach
    void write() throws IOException {
        LogWriter writer = log.openWriter(FIRST, "w");
        extents.add(writer.append(bytes("one")));
        disk.hook(new FlushOutcomeLost(2));
        for (String entry : all.subList(1, 5)) {
            extents.add(writer.append(bytes(entry)));
        }
        disk.hook(OperationHook.NONE);
        assertEquals(
                List.of(0L, 2L, 2L, 3L, 3L),
                extents.stream().map(extent -> extent.start().segment()).toList());
        assertEquals(all, texts(log, "w"));
    }

    @Test
    void findsEveryFlippedByteOfASealedLog() throws IOException {
        log.sealBefore(SECOND);
        assertTrue(flipEveryByte() > 300);
    }

    @Test
    void findsEveryFlippedByteOfALogThatIsNotSealed() throws IOException {
        assertTrue(flipEveryByte() > 300);
    }

    @Test
    void refusesEveryCutOfASealedLog() throws IOException {
        log.sealBefore(SECOND);
        for (FileInfo file : files()) {
            for (int length = 0; length < file.length(); length++) {
                int cut = length;
                damaged(file, content -> Arrays.copyOf(content, cut), () -> {
                    if (isVoid(file.path(), cut)) {
                        assertEquals(all, texts(log, "w"));
                    } else {
                        assertNames(file.path(), assertThrows(DamagedFileException.class, () -> texts(log, "w")));
                    }
                });
            }
        }
    }

    @Test
    void takesACutForATornTailOnlyInTheLastSegment() throws IOException {
        for (FileInfo file : files()) {
            for (int length = 0; length < file.length(); length++) {
                int cut = length;
                damaged(file, content -> Arrays.copyOf(content, cut), () -> {
                    if (segment(file.path()) == 3) {
                        findsAPrefixAndRefusesTheRest(cut);
                    } else if (isVoid(file.path(), cut)) {
                        assertEquals(all, texts(log, "w"));
                    } else {
                        assertNames(file.path(), assertThrows(DamagedFileException.class, () -> texts(log, "w")));
                    }
                });
            }
        }
    }

    @Test
    void takesZerosForATornTailOnlyInTheLastSegment() throws IOException {
        for (FileInfo file : files()) {
            damaged(file, content -> Arrays.copyOf(Arrays.copyOf(content, content.length - 5), content.length), () -> {
                if (COUNTING.contains(segment(file.path())) && segment(file.path()) != 0) {
                    // The frame's own bytes are changed: that is no tail that was never written.
                    assertThrows(DamagedFileException.class, () -> texts(log, "w"));
                }
            });
            damaged(file, content -> Arrays.copyOf(content, content.length + 100), () -> {
                assertEquals(all, texts(log, "w"), () -> "zeros behind the end of " + file);
            });
        }
    }

    @Test
    void missesEverySegmentThatIsNotTheFirstOfASealedLog() throws IOException {
        log.sealBefore(SECOND);
        for (FileInfo file : files()) {
            byte[] content = disk.content(file.path());
            assertTrue(log.writers().get(0).files().contains(file));
            disk.client("remover-" + file.path().name()).delete(file.path());
            if (segment(file.path()) == 2 || segment(file.path()) == 3) {
                assertNames(file.path(), assertThrows(DamagedFileException.class, () -> texts(log, "w")));
            }
            for (LogExtent extent : extents) {
                if (extent.start().segment() == segment(file.path())) {
                    assertThrows(DamagedFileException.class, () -> log.read(extent));
                    assertThrows(DamagedFileException.class, () -> texts(log, extent.start()));
                }
            }
            disk.client("restorer-" + file.path().name()).putIfAbsent(file.path(), content);
            assertEquals(all, texts(log, "w"));
        }
    }

    @Test
    void refusesASegmentUnderTheNameOfAnother() throws IOException {
        List<FileInfo> files = files();
        byte[] other = disk.content(files.get(2).path());
        DamagedFileException found = damaged(files.get(3), content -> other, () -> {
            return assertThrows(DamagedFileException.class, () -> texts(log, "w"));
        });
        assertTrue(found.toString().contains("was the file moved?"), found::toString);
    }

    @Test
    void refusesToSealOverDamageButFencesNevertheless() throws IOException {
        damaged(files().get(3), flip(80), () -> assertThrows(DamagedFileException.class, () -> log.sealBefore(SECOND)));
        LogWriter late = log.openWriter(FIRST, "late");
        assertThrows(io.durastream.storage.SealedException.class, () -> late.append(bytes("late")));
        assertEquals(1, log.sealBefore(SECOND).writers().size() - 1, "the late writer left an empty segment");
    }

    private int flipEveryByte() throws IOException {
        int flips = 0;
        for (FileInfo file : files()) {
            for (int at = 0; at < file.length(); at++) {
                int offset = at;
                damaged(file, flip(offset), () -> {
                    if (isVoid(file.path(), offset)) {
                        assertEquals(all, texts(log, "w"));
                    } else {
                        assertNames(file.path(), assertThrows(DamagedFileException.class, () -> texts(log, "w")));
                    }
                });
                flips++;
            }
        }
        return flips;
    }

    private void findsAPrefixAndRefusesTheRest(int cut) throws IOException {
        List<String> found = texts(log, "w");
        assertEquals(all.subList(0, found.size()), found);
        for (int i = 3; i < 5; i++) {
            LogExtent extent = extents.get(i);
            if (extent.end() <= cut) {
                assertEquals(all.get(i), Logs.text(log.read(extent)));
            } else {
                assertThrows(DamagedFileException.class, () -> log.read(extent));
                assertThrows(DamagedFileException.class, () -> texts(log, extent.endPosition()));
            }
        }
    }

    private static void assertNames(StoragePath file, DamagedFileException damage) {
        assertEquals(file.value(), damage.file(), damage::toString);
    }

    /** Segments and the record of the end; the void bytes of segment 0 and all of segment 1 included. */
    private List<FileInfo> files() throws IOException {
        return log.writers().get(0).files();
    }

    private boolean isVoid(StoragePath path, int offset) {
        long segment = segment(path);
        return segment == 1 || (segment == 0 && offset >= extents.get(0).end());
    }

    private static long segment(StoragePath path) {
        return path.name().endsWith(".seg") ? Long.parseLong(path.name().substring(0, 8)) : Long.MAX_VALUE;
    }

    private static UnaryOperator<byte[]> flip(int at) {
        return content -> {
            byte[] flipped = content.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            return flipped;
        };
    }

    private interface Check {
        void run() throws IOException;
    }

    private interface Finding<T> {
        T run() throws IOException;
    }

    private void damaged(FileInfo file, UnaryOperator<byte[]> change, Check check) throws IOException {
        damaged(file, change, (Finding<Boolean>) () -> {
            check.run();
            return true;
        });
    }

    /** Checks the damaged log and repairs it. */
    private <T> T damaged(FileInfo file, UnaryOperator<byte[]> change, Finding<T> finding) throws IOException {
        byte[] sound = disk.content(file.path());
        disk.damage(file.path(), change);
        try {
            return finding.run();
        } finally {
            disk.damage(file.path(), content -> sound);
        }
    }

    /** The next flushes take effect, but their caller is told that they failed. */
    private static final class FlushOutcomeLost implements OperationHook {

        private int left;

        FlushOutcomeLost(int times) {
            left = times;
        }

        @Override
        public void after(Operation operation) throws IOException {
            if (operation.kind() == Operation.Kind.FLUSH && left-- > 0) {
                throw new IOException("Lost the outcome of " + operation);
            }
        }
    }
}
