package io.durastream.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchLogOptions;
import io.durastream.checkpoint.BatchRecord;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.Cleaner;
import io.durastream.checkpoint.CommitOutcome;
import io.durastream.checkpoint.GraphFiles;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.StateEntry;
import io.durastream.checkpoint.WriterId;
import io.durastream.statestore.KryoSerializers;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateOwner;
import io.durastream.statestore.StateRef;
import io.durastream.statestore.StateStore;
import io.durastream.statestore.StateStoreOptions;
import io.durastream.statestore.StateTransaction;
import io.durastream.statestore.StateVersion;
import io.durastream.statestore.StateView;
import io.durastream.storage.Clock;
import io.durastream.storage.FileInfo;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.fault.FaultInjectingStorage;
import io.durastream.storage.fault.FaultPlan;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over many batches with real snapshots, the number of state files stays what it was in the beginning. */
class StateGarbageIT {

    private static final OperatorId OPERATOR = OperatorId.of("counts");
    private static final StateId PARTITION = new StateId("counts", 0);
    private static final int BATCHES = 1_000;
    private static final int COMMITS_PER_SNAPSHOT = 10;
    /** Some snapshots come and go between two searches. */
    private static final int BATCHES_PER_SEARCH = 50;

    private final Storage storage = SimulatedDisk.withoutTearing().client("driver");
    private @Nullable StateRef latest;

    @TempDir
    Path local;

    @Test
    @Timeout(120)
    void leavesABoundedNumberOfFilesAndReadsEachManifestOnce() throws Exception {
        BatchLog log = BatchLog.claim(storage, WriterId.of("w"), "host", Clock.system(), BatchLogOptions.defaults());
        append(log, new BatchRecord.ApplicationStarted(GraphFiles.digestOf(new byte[0]), 0, 1, List.of()));
        append(log, new BatchRecord.Planned(BatchTime.of(1), List.of()));
        FaultPlan operations = FaultPlan.none();
        StateGarbage garbage = new StateGarbage(new FaultInjectingStorage(storage, operations), log.epoch());
        Cleaner cleaner = new Cleaner(storage, log);
        Set<StoragePath> snapshots = new HashSet<>();
        int named = 0;
        int most = 0;
        try (StateStore store = open(log)) {
            for (int batch = 1; batch <= BATCHES; batch++) {
                StateRef ref = advance(store, batch);
                append(log, committed(batch, ref), planned(batch + 1));
                garbage.committed(log.state());
                if (ref.snapshot() != null && snapshots.add(ref.snapshot())) {
                    named = batch;
                } else if (batch > named + COMMITS_PER_SNAPSHOT) {
                    Awaitility.await().until(() -> !snapshots.containsAll(manifests()));
                }
                if (batch % BATCHES_PER_SEARCH == 0) {
                    cleaner.clean(garbage.find(log.state()));
                    most = Math.max(most, storage.list(StateAccess.ROOT).size());
                }
            }
            assertEquals(BATCHES, count(store, Objects.requireNonNull(latest)));
        }
        assertTrue(snapshots.size() > 2 * BATCHES / BATCHES_PER_SEARCH, snapshots.size() + " snapshots");
        long opened = operations.log().stream()
                .filter(operation -> operation.kind() == Operation.Kind.OPEN
                        && operation.path().name().endsWith(".manifest"))
                .count();
        assertEquals(snapshots.size() + 1, opened, "each once, and the first again in the search for leftovers");
        assertTrue(most > 0 && most <= 20, most + " files after " + snapshots.size() + " snapshots");
    }

    private List<StoragePath> manifests() throws IOException {
        return storage.list(StoragePath.of("state/counts/0/snapshots")).stream()
                .map(FileInfo::path)
                .toList();
    }

    private StateStore open(BatchLog log) throws IOException {
        return StateStore.open(
                storage,
                StateAccess.ROOT,
                local,
                new StateOwner(log.epoch(), "i", "here"),
                StateStoreOptions.defaults().withCommitsPerSnapshot(COMMITS_PER_SNAPSHOT),
                Clock.system());
    }

    private StateRef advance(StateStore store, int batch) throws IOException {
        try (StateTransaction<String, Integer> transaction = store.begin(
                PARTITION, latest, StateVersion.of(batch), KryoSerializers.strings(), KryoSerializers.integers())) {
            transaction.put("key", batch);
            latest = transaction.commit();
            return latest;
        }
    }

    private static int count(StateStore store, StateRef ref) throws IOException {
        try (StateView<String, Integer> view =
                store.view(PARTITION, ref, KryoSerializers.strings(), KryoSerializers.integers())) {
            Integer value = view.get("key");
            return value == null ? 0 : value;
        }
    }

    private static BatchRecord planned(int batch) {
        return new BatchRecord.Planned(BatchTime.of(batch), List.of());
    }

    private static BatchRecord committed(int batch, StateRef ref) {
        BatchTime time = BatchTime.of(batch);
        StateEntry entry = new StateEntry(OPERATOR, 0, Bytes.of(ref.toBytes()));
        return new BatchRecord.Committed(time, List.of(entry), List.of(), time, time);
    }

    private static void append(BatchLog log, BatchRecord... records) {
        assertInstanceOf(CommitOutcome.Committed.class, log.append(List.of(records)));
    }
}
