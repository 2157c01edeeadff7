package io.durastream.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.CommitOutcome.Committed;
import io.durastream.checkpoint.CommitOutcome.Fenced;
import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.fault.FaultInjectingStorage;
import io.durastream.storage.fault.FaultPlan;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.sim.SimulatedClock;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BatchLogTest {

    private final SimulatedDisk disk = SimulatedDisk.withoutTearing();
    private final Clock clock = new SimulatedClock(1_000);

    @Test
    void goesOnFromWhatTheDriverBeforeCommitted() throws IOException {
        BatchLog first = claim("first");
        append(first, Samples.application());
        append(first, Samples.plan(10));
        append(first, Samples.commit(10), Samples.plan(20));

        BatchLog second = claim("second");

        assertEquals(Epoch.of(2), second.epoch());
        assertEquals(List.of(BatchTime.of(20)), second.state().pending());
        assertEquals(
                Samples.commit(10).state().get(0),
                second.state().stateOf(Samples.COUNTS).get(0));
        append(second, Samples.commit(20));
        assertEquals(second.state(), view().state());
        assertEquals(
                List.of("first", "second"),
                view().state().ledger().stream()
                        .map(start -> start.writer().value())
                        .toList());
    }

    @Test
    void refusesAppendOfFencedEpoch() throws IOException {
        BatchLog first = claim("first");
        append(first, Samples.application());
        BatchLog second = claim("second");
        append(second, Samples.plan(10));
        LogState before = view().state();

        assertEquals(new Fenced(Epoch.of(2)), first.append(List.of(Samples.plan(20))));
        assertEquals(new Fenced(Epoch.of(2)), first.append(List.of(Samples.plan(20))));
        assertEquals(new Fenced(Epoch.of(2)), first.settle());
        first.compact();

        assertEquals(before, view().state());
        assertInstanceOf(Committed.class, second.append(List.of(Samples.commit(10))));
    }

    @Test
    void refusesAppendOfAZombieThatWakesUpAfterCompaction() throws IOException {
        BatchLog zombie = claim("zombie");
        append(zombie, Samples.application());
        BatchLog next = claim("next");
        for (int batch = 1; batch <= 20; batch++) {
            append(next, Samples.plan(batch), Samples.commit(batch));
            if (batch % 5 == 0) {
                next.compact();
            }
        }
        assertEquals(new Fenced(Epoch.of(2)), zombie.append(List.of(Samples.plan(99))));
        assertEquals(next.state(), view().state());
    }

    @Test
    void keepsOneSnapshotAndTheEpochStartsAfterCompaction() throws IOException {
        BatchLog first = claim("first");
        append(first, Samples.application());
        append(first, Samples.plan(10));
        first.compact();
        append(first, Samples.commit(10));
        BatchLog second = claim("second");
        append(second, Samples.plan(20));
        second.compact();
        append(second, Samples.commit(20));

        assertEquals(
                List.of(
                        "batches/00000000000000000001.entry",
                        "batches/00000000000000000005.entry",
                        "batches/00000000000000000006.snapshot",
                        "batches/00000000000000000007.entry",
                        "batches/compacted"),
                disk.files().stream().map(file -> file.path().value()).toList());
        assertEquals(second.state(), view().state());
        assertEquals(7, view().lastSequence());
        assertEquals(6, view().snapshot().sequence());
        assertEquals(1, view().entries().size());
    }

    @Test
    void isAppendedToWhileItIsCompacted() throws IOException {
        BatchLog log = claim("first");
        append(log, Samples.application());
        append(log, Samples.plan(10));
        Compaction compaction = log.compaction().orElseThrow();
        append(log, Samples.commit(10), Samples.plan(20));
        compaction.run();

        assertEquals(
                List.of(
                        "batches/00000000000000000001.entry",
                        "batches/00000000000000000003.snapshot",
                        "batches/00000000000000000004.entry",
                        "batches/compacted"),
                disk.files().stream().map(file -> file.path().value()).toList());
        assertEquals(log.state(), view().state());
    }

    @Test
    void compactsNothingOnceAnotherDriverLeads() throws IOException {
        BatchLog first = claim("first");
        append(first, Samples.application());
        Compaction compaction = first.compaction().orElseThrow();
        BatchLog second = claim("second");
        compaction.run();

        assertEquals(2, view().snapshot().sequence(), "the snapshot is true whoever leads");
        assertTrue(disk.files().stream().anyMatch(file -> file.path().equals(LogDirectory.entryPath(2))));
        assertEquals(second.state(), view().state());
    }

    @Test
    void putsTheNameOfASnapshotOnceEvenIfThatFailed() throws IOException {
        // Claim: list, put, list; append: put; then the snapshot.
        FaultPlan plan = FaultPlan.at(4, FaultPlan.Moment.BEFORE, FaultPlan.Kind.UNKNOWN_OUTCOME);
        BatchLog log = claim("first", new FaultInjectingStorage(disk.client("first"), plan));
        append(log, Samples.application());

        assertThrows(IOException.class, log::compact);
        assertThrows(IOException.class, log::compact);
        append(log, Samples.plan(10));
        log.compact();

        assertTrue(plan.fired());
        assertEquals(
                1,
                plan.log().stream()
                        .filter(operation -> operation.kind() == Operation.Kind.PUT_IF_ABSENT
                                && operation.path().equals(LogDirectory.snapshotPath(2)))
                        .count());
        assertEquals(3, view().snapshot().sequence());
    }

    @Test
    void countsTheEntriesThatARecoveryWouldRead() throws IOException {
        BatchLog log = claim("first");
        assertEquals(1, log.entriesSinceSnapshot());
        append(log, Samples.application());
        assertEquals(2, log.entriesSinceSnapshot());
        log.compact();
        assertEquals(0, log.entriesSinceSnapshot());
        assertEquals(1, claim("second").entriesSinceSnapshot());
    }

    @Test
    void readsNothingFromAnEmptyDirectory() throws IOException {
        assertEquals(new BatchLogView(LogState.empty(), LogState.empty(), List.of()), view());
        assertEquals(0, view().lastSequence());
    }

    @Test
    void appendsWithExactlyOneOperation() throws IOException {
        FaultPlan plan = FaultPlan.none();
        BatchLog log = claim("first", new FaultInjectingStorage(disk.client("first"), plan));
        assertEquals(Map.of(Operation.Kind.LIST, 2, Operation.Kind.PUT_IF_ABSENT, 1), operations(plan, 0));

        int before = plan.operations();
        append(log, Samples.application(), Samples.plan(10));
        assertEquals(Map.of(Operation.Kind.PUT_IF_ABSENT, 1), operations(plan, before));

        before = plan.operations();
        append(log, Samples.commit(10), Samples.plan(20));
        assertEquals(Map.of(Operation.Kind.PUT_IF_ABSENT, 1), operations(plan, before));
    }

    @Test
    void compactsWithFewOperationsBesideTheDeletions() throws IOException {
        FaultPlan plan = FaultPlan.none();
        BatchLog log = claim("first", new FaultInjectingStorage(disk.client("first"), plan));
        append(log, Samples.application());
        log.compact();
        append(log, Samples.plan(10));
        append(log, Samples.commit(10));

        int before = plan.operations();
        log.compact();
        assertEquals(
                Map.of(
                        Operation.Kind.PUT_IF_ABSENT, 1,
                        Operation.Kind.READ, 1,
                        Operation.Kind.LIST, 1,
                        Operation.Kind.DELETE, 3),
                operations(plan, before));
    }

    @Test
    void claimsACompactedLogWithFewOperations() throws IOException {
        BatchLog first = claim("first");
        append(first, Samples.application());
        first.compact();
        append(first, Samples.plan(10));

        FaultPlan plan = FaultPlan.none();
        claim("second", new FaultInjectingStorage(disk.client("second"), plan));
        assertEquals(
                Map.of(
                        Operation.Kind.LIST, 2,
                        Operation.Kind.READ, 2,
                        Operation.Kind.PUT_IF_ABSENT, 1,
                        Operation.Kind.OPEN, 1),
                operations(plan, 0));
    }

    @Test
    void refusesRecordsThatCannotFollowBeforeItWritesThem() throws IOException {
        BatchLog log = claim("first");
        int files = disk.files().size();
        assertThrows(IllegalStateException.class, () -> log.append(List.of(Samples.plan(10))));
        assertThrows(IllegalArgumentException.class, () -> log.append(List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> log.append(List.of(new BatchRecord.EpochStarted(Epoch.of(2), WriterId.of("first"), 0, "host"))));
        assertEquals(files, disk.files().size());
        append(log, Samples.application());
    }

    @Test
    void namesWriterIdsThatAreNotUnique() throws IOException {
        BatchLog log = claim("same");
        claim("same", disk.client("again"));
        Exception e = assertThrows(IllegalStateException.class, () -> log.append(List.of(Samples.application())));
        assertTrue(e.toString().contains("Writer ids must be unique"), e::toString);
    }

    @Test
    void remembersTheFirstEpochOfADirectory() throws IOException {
        assertEquals(Optional.empty(), view().state().epoch());
        claim("first");
        assertEquals(Optional.of(Epoch.of(1)), view().state().epoch());
    }

    private BatchLog claim(String writer) throws IOException {
        return claim(writer, disk.client(writer));
    }

    private BatchLog claim(String writer, Storage storage) throws IOException {
        return BatchLog.claim(storage, WriterId.of(writer), "host", clock, BatchLogOptions.defaults());
    }

    private BatchLogView view() throws IOException {
        try (Storage storage = disk.client("reader")) {
            return BatchLog.read(storage);
        }
    }

    private static void append(BatchLog log, BatchRecord... records) {
        assertInstanceOf(Committed.class, log.append(List.of(records)));
    }

    private static Map<Operation.Kind, Integer> operations(FaultPlan plan, int from) {
        Map<Operation.Kind, Integer> count = new TreeMap<>();
        plan.log().stream().skip(from).forEach(operation -> count.merge(operation.kind(), 1, Integer::sum));
        return count;
    }
}
