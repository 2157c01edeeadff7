package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The heap tier and the RocksDB below it: memory stays within its budget, and work is spread over the commits. */
class StateTiersTest {

    private static final long HEAP_BYTES = 64 << 10;
    private static final int KEYS = 10_000;

    @TempDir(factory = MemoryTempDir.class)
    Path local;

    private final SimulatedDisk disk = new SimulatedDisk(1);

    @Test
    void aStateOfTenTimesTheHeapIsReadAndChangedWithinTheHeap() throws IOException {
        HeapBudget heap = new HeapBudget(HEAP_BYTES);
        Map<String, String> model = new TreeMap<>();
        SnapshotPace pace = SnapshotPace.of(TestProcess.OPTIONS);
        try (TestProcess process = TestProcess.start(disk.client("a"), local, "a", heap, pace)) {
            StateRef ref = change(process, null, 1, model);
            for (int batch = 2; batch <= 100; batch++) {
                ref = change(process, ref, batch, model);
                process.runBackground();
            }
            assertEquals(model, process.read(ref));
            assertTrue(model.size() == KEYS, "every key was put");
            // What the last batch changed is dirty, and cannot leave before it is written back.
            assertTrue(heap.used() <= HEAP_BYTES + KEYS / 100 * 100, "used " + heap.used());
        }
    }

    @Test
    void aBudgetThatTheHeapCannotHoldIsRefused() {
        StateStoreOptions options = StateStoreOptions.defaults().withMemoryBytes(1_000_000_000);
        options.checkFits(1_000_000_000);
        String message = assertThrows(IllegalArgumentException.class, () -> options.checkFits(900_000_000))
                .getMessage();
        assertTrue(String.valueOf(message).contains("durastream.state.memory"), message);
    }

    private static StateRef change(TestProcess process, @Nullable StateRef ref, int batch, Map<String, String> model)
            throws IOException {
        try (StateTransaction<String, String> transaction = process.begin(ref, batch)) {
            for (int i = 0; i < KEYS / 100; i++) {
                String key = "key" + (batch * 7_919L + i * 100L) % KEYS;
                String value = transaction.get(key) + "+" + batch;
                assertEquals(model.get(key) + "+" + batch, value);
                transaction.put(key, value);
                model.put(key, value);
            }
            return transaction.commit();
        }
    }

    @Test
    void aSnapshotIsWrittenInStepsAndCommitsBetweenThemAreNotLost() throws IOException {
        SnapshotPace pace = new SnapshotPace(10, 0);
        HeapBudget smallPages = new HeapBudget(1 << 20, 512);
        try (TestProcess process = TestProcess.start(disk.client("a"), local, "a", smallPages, pace)) {
            Map<String, String> model = new TreeMap<>();
            StateRef ref = change(process, null, 1, model);
            int steps = 0;
            for (int batch = 2; batch <= 10; batch++) {
                ref = change(process, ref, batch, model);
                process.runBackground();
            }
            while (ref.snapshot() == null) {
                ref = change(process, ref, 11 + steps, model);
                process.runBackground();
                steps++;
                assertTrue(steps <= 12, "the snapshot should be done ten commits after it began");
            }
            assertTrue(steps >= 10, "the whole snapshot was written in " + steps + " commits");
            try (TestProcess elsewhere = TestProcess.start(disk.client("b"), local.resolve("b"), "b")) {
                assertEquals(model, elsewhere.read(ref));
            }
        }
    }

    @Test
    void aSnapshotIsTwoFilesAndARestoreReplaysTwoIntervalsAtMost() throws IOException {
        int interval = 5;
        SnapshotPace pace = new SnapshotPace(interval, 0);
        HeapBudget smallPages = new HeapBudget(1 << 20, 512);
        Map<String, String> model = new TreeMap<>();
        try (TestProcess process = TestProcess.start(disk.client("a"), local, "a", smallPages, pace)) {
            StateRef ref = change(process, null, 1, model);
            long largestCommit = length(ref);
            for (int batch = 2; batch <= 100; batch++) {
                StateRef before = ref;
                ref = change(process, ref, batch, model);
                process.runBackground();
                if (Objects.equals(ref.snapshot(), before.snapshot())) {
                    largestCommit = Math.max(largestCommit, length(ref) - length(before));
                }
                // One more for the commit that a snapshot begins with, and one that moves references on to it.
                long most = (2 * interval + 2) * largestCommit;
                assertTrue(length(ref) <= most, "batch " + batch + " has a changelog of " + length(ref));
            }
            long snapshots = files(".manifest");
            assertTrue(snapshots >= 100 / (2 * interval), "snapshots: " + snapshots);
            long merged = snapshots / 3 + 1;
            assertTrue(files(".sst") <= snapshots + merged, snapshots + " snapshots with SST files: " + files(".sst"));
            assertEquals(model, process.read(ref));
        }
    }

    @Test
    void aPartitionThatIsLeftAloneIsGivenUpAndCanComeBack() throws IOException {
        HeapBudget heap = new HeapBudget(1 << 20);
        SnapshotPace pace = new SnapshotPace(3, 0);
        StateId moved = new StateId(TestProcess.ID.operator(), 1);
        Map<String, String> model = new TreeMap<>();
        try (TestProcess process = TestProcess.start(disk.client("a"), local, "a", heap, pace)) {
            String large = "x".repeat(500_000);
            StateRef away = process.commit(moved, null, 1, "key", large);
            away = process.commit(moved, away, 2, "other", "value");
            StateRef ref = null;
            for (int batch = 1; batch <= 7; batch++) {
                ref = change(process, ref, batch, model);
            }
            assertTrue(heap.used() > 500_000, "six batches are not enough to be given up: used " + heap.used());
            ref = change(process, ref, 8, model);
            ref = change(process, ref, 9, model);
            assertTrue(heap.used() < 500_000, "used " + heap.used());
            away = process.commit(moved, away, 9, "other", "changed");
            try (StateView<String, String> view = process.view(moved, away)) {
                assertEquals(Map.of("key", large, "other", "changed"), TestProcess.entries(view));
            }
            assertEquals(model, process.read(ref));
        }
    }

    private static long length(StateRef ref) {
        return ref.changelog().stream()
                .mapToLong(extent -> extent.end() - extent.start().offset())
                .sum();
    }

    private long files(String suffix) {
        return disk.files().stream()
                .filter(file -> file.path().value().endsWith(suffix))
                .count();
    }
}
