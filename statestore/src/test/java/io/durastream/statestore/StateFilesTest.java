package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Epoch;
import io.durastream.storage.FileInfo;
import io.durastream.storage.StoragePath;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFilesTest {

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final StateFiles files = new StateFiles(disk.client("files"), TestProcess.ROOT);

    @TempDir(factory = MemoryTempDir.class)
    Path local;

    @Test
    void aReferenceNeedsItsSnapshotAndTheChangelogSince() throws IOException {
        try (TestProcess process = TestProcess.start(disk.client("a"), local, "a")) {
            StateRef before = process.commit(null, 1, "n", "1");
            StateRef ref = before;
            for (int batch = 2; batch <= 5; batch++) {
                ref = process.commit(ref, batch, "n", "" + batch);
                process.runBackground();
            }
            assertEquals(1, files.referencedBy(TestProcess.ID, before).size());
            Set<StoragePath> needed = files.referencedBy(TestProcess.ID, ref);
            assertTrue(needed.contains(ref.snapshot()));
            assertTrue(needed.stream().anyMatch(file -> file.value().endsWith(".sst")), needed.toString());
            assertTrue(needed.stream().anyMatch(file -> file.value().endsWith(".seg")), needed.toString());
        }
    }

    @Test
    void whatEarlierEpochsLeftAndNobodyNeedsIsFound() throws IOException {
        try (TestProcess winner = TestProcess.start(disk.client("a"), local, "a");
                TestProcess loser = TestProcess.start(disk.client("b"), local, "b")) {
            StateRef ref = winner.commit(null, 1, "n", "1");
            loser.commit(null, 1, "n", "1");
            Map<StateId, List<StateRef>> retained = Map.of(TestProcess.ID, List.of(ref));
            assertEquals(Set.of(), files.leftovers(Epoch.of(1), retained), "its epoch is not over");
            Set<StoragePath> expected = new TreeSet<>();
            disk.files().stream().map(FileInfo::path).forEach(expected::add);
            expected.removeAll(files.referencedBy(TestProcess.ID, ref));
            assertEquals(expected, files.leftovers(Epoch.of(2), retained));
            assertEquals(1, expected.size());
        }
    }
}
