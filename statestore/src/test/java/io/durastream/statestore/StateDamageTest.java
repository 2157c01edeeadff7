package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.StoragePath;
import io.durastream.storage.sim.SimulatedDisk;
import io.durastream.wal.LogExtent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateDamageTest {

    private static final int SAMPLES = 24;

    private final SimulatedDisk disk = new SimulatedDisk(1);

    @TempDir(factory = MemoryTempDir.class)
    Path local;

    private StateRef ref =
            new StateRef(StateVersion.of(0), Lineage.EMPTY, new StateFormat("", ""), "", null, List.of());
    private Map<String, String> values = Map.of();
    private int readers;

    @BeforeEach
    void commitASnapshotAndChangesSince() throws IOException {
        try (TestProcess writer = TestProcess.start(disk.client("writer"), local.resolve("writer"), "writer")) {
            ref = writer.commit(null, 1, "key0", "0");
            for (int batch = 2; batch <= 8; batch++) {
                ref = writer.commit(ref, batch, "key" + batch, "value " + batch);
                writer.runBackground();
            }
            values = writer.read(ref);
        }
        assertTrue(ref.snapshot() != null && !ref.changelog().isEmpty());
        assertEquals(values, read());
    }

    private Map<String, String> read() throws IOException {
        String name = "reader" + readers++;
        Path directory = local.resolve(name);
        try (TestProcess reader = TestProcess.start(disk.client(name), directory, name)) {
            return reader.read(ref);
        } finally {
            Directories.delete(directory);
        }
    }

    @Test
    void everyFlippedByteOfAFileThatIsNeededIsDamageThatNamesTheFile() throws IOException {
        for (StoragePath file : needed()) {
            byte[] content = disk.content(file);
            int from = isChangelog(file) ? firstNeeded() : 0;
            int to = isChangelog(file) ? endOfNeeded() : content.length;
            for (int offset = from; offset < to; offset += Math.max(1, (to - from) / SAMPLES)) {
                expectDamage(file, flip(offset));
            }
        }
    }

    @Test
    void aFileThatIsNeededAndCutIsDamageThatNamesTheFile() throws IOException {
        for (StoragePath file : needed()) {
            int end = isChangelog(file) ? endOfNeeded() : disk.content(file).length;
            for (int length : List.of(0, 1, end / 2, end - 1)) {
                expectDamage(file, content -> Arrays.copyOf(content, length));
            }
        }
    }

    @Test
    void aFileThatIsNeededAndMissingIsDamageThatNamesTheFile() throws IOException {
        for (StoragePath file : needed()) {
            byte[] content = disk.content(file);
            disk.client("vandal").delete(file);
            DamagedFileException damage = assertThrows(DamagedFileException.class, this::read);
            assertEquals(file.value(), damage.file());
            disk.client("healer").putIfAbsent(file, content);
            disk.crash("vandal");
            disk.crash("healer");
        }
        assertEquals(values, read());
    }

    @Test
    void aDamagedLocalCopyIsGivenUpAndTheStateRestored() throws IOException {
        for (String kind : List.of(".sst", "CURRENT", "MANIFEST")) {
            Path copy = local.resolve("damaged-" + kind);
            TestProcess.copyAsKilled(local.resolve("writer"), copy);
            int damaged = damageLocally(copy, kind);
            assertTrue(damaged > 0, kind);
            String name = "survivor" + readers++;
            try (TestProcess reader = TestProcess.start(disk.client(name), copy, name)) {
                assertEquals(values, readTwice(reader));
            }
        }
    }

    /** Damage that shows only when it is read costs one attempt. */
    private Map<String, String> readTwice(TestProcess reader) throws IOException {
        try {
            return reader.read(ref);
        } catch (LocalStateException e) {
            return reader.read(ref);
        }
    }

    private static int damageLocally(Path directory, String kind) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(directory)) {
            files = tree.filter(file -> file.toString().contains("/state/"))
                    .filter(file -> String.valueOf(file.getFileName()).contains(kind))
                    .toList();
        }
        for (Path file : files) {
            byte[] content = Files.readAllBytes(file);
            for (int i = 0; i < content.length; i += 7) {
                content[i] ^= 0x40;
            }
            Files.write(file, content);
        }
        return files.size();
    }

    private List<StoragePath> needed() throws IOException {
        List<StoragePath> files = List.copyOf(
                new StateFiles(disk.client("files" + readers++), TestProcess.ROOT).referencedBy(TestProcess.ID, ref));
        assertTrue(files.size() >= 3, files.toString());
        return files;
    }

    private static boolean isChangelog(StoragePath file) {
        return file.value().contains("/changelog/");
    }

    private int firstNeeded() {
        return Math.toIntExact(extent().start().offset());
    }

    private int endOfNeeded() {
        return Math.toIntExact(extent().end());
    }

    private LogExtent extent() {
        assertEquals(1, ref.changelog().size());
        return ref.changelog().get(0);
    }

    private static UnaryOperator<byte[]> flip(int offset) {
        return content -> {
            byte[] flipped = content.clone();
            flipped[offset] ^= 0x10;
            return flipped;
        };
    }

    private void expectDamage(StoragePath file, UnaryOperator<byte[]> change) throws IOException {
        byte[] content = disk.content(file);
        byte[] changed = change.apply(content);
        assertFalse(Arrays.equals(content, changed));
        disk.damage(file, old -> changed);
        try {
            DamagedFileException damage = assertThrows(DamagedFileException.class, this::read);
            assertEquals(file.value(), damage.file());
        } finally {
            disk.damage(file, old -> content);
        }
    }
}
