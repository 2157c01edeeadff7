package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.fault.FaultInjectingStorage;
import io.durastream.storage.fault.FaultPlan;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore does, and what it does not do twice. */
final class StateRestoreTest {

    private static final int COMMITS = 40;
    private static final int KEYS = 7;

    private final SimulatedDisk disk = new SimulatedDisk(1);

    @TempDir(factory = MemoryTempDir.class)
    Path local;

    @Test
    void readsTheChangelogOnce() throws IOException {
        StateRef ref = writeCommits(TestProcess.OPTIONS);
        FaultPlan log = FaultPlan.none();
        try (TestProcess process = start("b", logged(log), TestProcess.OPTIONS)) {
            assertEquals(expected(), process.read(ref));
        }
        assertEquals(List.of(segmentOf(ref)), opened(log));
    }

    @Test
    void readsAgainWhatItCouldNotKeep() throws IOException {
        StateStoreOptions large = TestProcess.OPTIONS.withMemoryBytes(1 << 26);
        StateRef ref = writeCommits(large);
        StateStoreOptions small = TestProcess.OPTIONS.withMemoryBytes(1 << 20);
        String value = "v".repeat((int) small.replayBytes() / 2);
        try (TestProcess process = start("b", disk.client("b"), large)) {
            for (int i = 0; i < 4; i++) {
                ref = process.commit(ref, 100_000 + i, "large", value + i);
            }
            ref = process.commit(ref, 200_000, "small", "1");
        }
        Map<String, String> expected = expected();
        expected.put("large", value + 3);
        expected.put("small", "1");
        FaultPlan log = FaultPlan.none();
        try (TestProcess process = start("c", logged(log), small)) {
            assertEquals(expected, process.read(ref));
        }
        assertTrue(opened(log).size() > ref.changelog().size(), "opened: " + opened(log));
    }

    @Test
    void aStateThatWasPreparedIsNotRestoredAgain() throws IOException {
        StateRef ref = writeCommits(TestProcess.OPTIONS);
        FaultPlan log = FaultPlan.none();
        try (TestProcess process = start("b", logged(log), TestProcess.OPTIONS)) {
            process.store.prepare(TestProcess.ID, ref);
            process.runBackground();
            assertEquals(1, opened(log).size());
            try (StateTransaction<String, String> next = process.begin(ref, 1_000_000)) {
                assertEquals(expected(), TestProcess.entries(next));
            }
            process.store.prepare(TestProcess.ID, ref);
            process.runBackground();
            assertEquals(1, opened(log).size());
        }
    }

    @Test
    void damageIsToldToWhoAsksNotToWhoPrepares() throws IOException {
        StateRef ref = writeCommits(TestProcess.OPTIONS);
        disk.client("x").delete(segmentOf(ref));
        try (TestProcess process = start("b", disk.client("b"), TestProcess.OPTIONS)) {
            process.store.prepare(TestProcess.ID, ref);
            process.runBackground();
            assertThrows(DamagedFileException.class, () -> process.begin(ref, 1_000_000));
        }
    }

    @Test
    void preparesNothingMoreWhenItIsClosed() throws IOException {
        StateRef ref = writeCommits(TestProcess.OPTIONS);
        FaultPlan log = FaultPlan.none();
        try (TestProcess process = start("b", logged(log), TestProcess.OPTIONS)) {
            process.store.prepare(TestProcess.ID, ref);
        }
        assertEquals(List.of(), opened(log));
    }

    /** On another disk than where they are restored. */
    private StateRef writeCommits(StateStoreOptions options) throws IOException {
        StateRef ref = null;
        try (TestProcess process = start("a", disk.client("a"), options)) {
            for (int i = 1; i <= COMMITS; i++) {
                ref = process.commit(ref, i, "k" + i % KEYS, "v" + i);
            }
        }
        return required(ref);
    }

    private static StateRef required(@Nullable StateRef ref) {
        if (ref == null) {
            throw new IllegalStateException("nothing was committed");
        }
        return ref;
    }

    private static Map<String, String> expected() {
        Map<String, String> expected = new TreeMap<>();
        for (int i = 1; i <= COMMITS; i++) {
            expected.put("k" + i % KEYS, "v" + i);
        }
        return expected;
    }

    private TestProcess start(String instance, Storage storage, StateStoreOptions options) {
        return TestProcess.start(storage, local.resolve(instance), instance, options);
    }

    private Storage logged(FaultPlan log) {
        return new FaultInjectingStorage(disk.client("logged"), log);
    }

    private StoragePath segmentOf(StateRef ref) {
        StateFiles files = new StateFiles(disk.client("reader"), TestProcess.ROOT);
        return files.changelogOf(TestProcess.ID, ref).iterator().next();
    }

    private static List<StoragePath> opened(FaultPlan log) {
        return log.log().stream()
                .filter(operation -> operation.kind() == Operation.Kind.OPEN)
                .map(Operation::path)
                .filter(path -> path.value().contains("/changelog/"))
                .toList();
    }
}
