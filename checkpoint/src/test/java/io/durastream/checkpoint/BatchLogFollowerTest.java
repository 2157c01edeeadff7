package io.durastream.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.CommitOutcome.Committed;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.fault.FaultInjectingStorage;
import io.durastream.storage.fault.FaultPlan;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.sim.SimulatedClock;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchLogFollowerTest {

    private final SimulatedDisk disk = SimulatedDisk.withoutTearing();
    private final FaultPlan operations = FaultPlan.none();
    private final BatchLogFollower follower =
            BatchLogFollower.of(new FaultInjectingStorage(disk.client("follower"), operations));

    @Test
    void showsTheLogAsItGrows() throws IOException {
        assertEquals(LogState.empty(), follower.poll());
        BatchLog log = claim("leader");
        assertEquals(log.state(), follower.poll());
        append(log, Samples.application(), Samples.plan(1));
        append(log, Samples.commit(1), Samples.plan(2));
        assertEquals(log.state(), follower.poll());
        append(log, Samples.commit(2));
        assertEquals(log.state(), follower.poll());
    }

    @Test
    void readsAnEntryOnceAndListsWhenThereIsNothingNew() throws IOException {
        BatchLog log = claim("leader");
        append(log, Samples.application(), Samples.plan(1));
        LogState first = follower.poll();
        int before = operations.log().size();
        assertSame(first, follower.poll());
        assertEquals(List.of(Operation.Kind.LIST), kinds(before));

        append(log, Samples.commit(1));
        int beforeNews = operations.log().size();
        follower.poll();
        assertEquals(List.of(LogDirectory.entryPath(3)), opened(beforeNews));
    }

    @Test
    void doesNotReadASnapshotAgainThatItHasSeen() throws IOException {
        BatchLog log = claim("leader");
        append(log, Samples.application(), Samples.plan(1));
        log.compact();
        follower.poll();
        append(log, Samples.commit(1));
        int before = operations.log().size();
        assertEquals(log.state(), follower.poll());
        assertEquals(
                List.of(LogDirectory.entryPath(3), LogDirectory.snapshotPath(2)),
                opened(before),
                "one of them is only looked for");
        assertEquals(
                2, kinds(before).stream().filter(Operation.Kind.LIST::equals).count());
    }

    @Test
    void survivesCompactionsItHasNotSeen() throws IOException {
        BatchLog log = claim("leader");
        append(log, Samples.application(), Samples.plan(1));
        follower.poll();
        for (int batch = 1; batch < 6; batch++) {
            append(log, Samples.commit(batch), Samples.plan(batch + 1));
            log.compact();
        }
        assertFalse(disk.files().stream().anyMatch(file -> file.path().equals(LogDirectory.entryPath(3))));
        assertEquals(log.state(), follower.poll());
        log.compact();
        assertEquals(log.state(), follower.poll());
        append(log, Samples.commit(6));
        assertEquals(log.state(), follower.poll());
    }

    @Test
    void followsWhoeverClaimsTheLog() throws IOException {
        BatchLog first = claim("first");
        append(first, Samples.application(), Samples.plan(1));
        follower.poll();
        BatchLog second = claim("second");
        append(second, Samples.commit(1));
        assertEquals(Epoch.of(2), follower.poll().epoch().orElseThrow());
        assertEquals(second.state(), follower.poll());
    }

    @Test
    void claimsWithoutReadingAgainWhatItHasFollowed() throws IOException {
        BatchLog first = claim("first");
        append(first, Samples.application(), Samples.plan(1));
        follower.poll();
        append(first, Samples.commit(1), Samples.plan(2));
        int before = operations.log().size();
        BatchLog log =
                follower.claim(WriterId.of("follower"), "host", new SimulatedClock(2_000), BatchLogOptions.defaults());
        assertEquals(List.of(LogDirectory.entryPath(3)), opened(before));
        assertEquals(Epoch.of(2), log.epoch());
        append(log, Samples.commit(2));
        assertEquals(follower.poll(), log.state());
        assertEquals(new CommitOutcome.Fenced(Epoch.of(2)), first.append(List.of(Samples.plan(3))));
    }

    @Test
    void claimsWhatOthersHaveClaimedAndCompactedSinceItsLastPoll() throws IOException {
        BatchLog first = claim("first");
        append(first, Samples.application(), Samples.plan(1));
        follower.poll();
        BatchLog second = claim("second");
        append(second, Samples.commit(1), Samples.plan(2));
        second.compact();
        append(second, Samples.commit(2));
        BatchLog log =
                follower.claim(WriterId.of("follower"), "host", new SimulatedClock(2_000), BatchLogOptions.defaults());
        assertEquals(Epoch.of(3), log.epoch());
        assertEquals(second.state().lastCommitted(), log.state().lastCommitted());
        assertEquals(follower.poll(), log.state());
    }

    @Test
    void goesOnAfterAnOutage() throws IOException {
        BatchLog log = claim("leader");
        append(log, Samples.application(), Samples.plan(1));
        LogState before = follower.poll();
        append(log, Samples.commit(1));
        BatchLogFollower cut = BatchLogFollower.of(new ForwardingStorage(disk.client("cut")) {
            private int reads;

            @Override
            public byte[] read(StoragePath path) throws IOException {
                if (++reads == 3) {
                    throw new IOException("away");
                }
                return super.read(path);
            }
        });
        assertThrows(IOException.class, cut::poll);
        assertEquals(log.state(), cut.poll());
        assertTrue(log.state().sequence() > before.sequence());
    }

    @Test
    void namesTheEntryThatIsDamaged() throws IOException {
        BatchLog log = claim("leader");
        append(log, Samples.application(), Samples.plan(1));
        follower.poll();
        append(log, Samples.commit(1));
        replace(LogDirectory.entryPath(3), new byte[] {1, 2, 3});
        DamagedFileException damage = assertThrows(DamagedFileException.class, follower::poll);
        assertTrue(String.valueOf(damage.getMessage()).contains("00000000000000000003.entry"), damage.getMessage());
    }

    @Test
    void namesTheEntryThatIsMissing() throws IOException {
        BatchLog log = claim("leader");
        append(log, Samples.application(), Samples.plan(1));
        follower.poll();
        append(log, Samples.commit(1));
        append(log, Samples.plan(2));
        disk.client("vandal").delete(LogDirectory.entryPath(3));
        DamagedFileException damage = assertThrows(DamagedFileException.class, follower::poll);
        assertTrue(String.valueOf(damage.getMessage()).contains("00000000000000000003.entry"), damage.getMessage());
    }

    @Test
    void refusesALogThatBecameShorter() throws IOException {
        BatchLog log = claim("leader");
        append(log, Samples.application(), Samples.plan(1));
        log.compact();
        byte[] older = disk.content(LogDirectory.snapshotPath(2));
        append(log, Samples.commit(1));
        log.compact();
        LogState last = follower.poll();
        assertEquals(3, last.sequence());
        replace(LogDirectory.snapshotPath(2), older);
        disk.client("vandal").delete(LogDirectory.snapshotPath(3));

        DamagedFileException damage = assertThrows(DamagedFileException.class, follower::poll);
        assertTrue(String.valueOf(damage.getMessage()).contains("ends with entry 2"), damage.getMessage());
    }

    private void replace(StoragePath path, byte[] content) throws IOException {
        try (Storage vandal = disk.client("vandal")) {
            vandal.delete(path);
            vandal.putIfAbsent(path, content);
        }
    }

    private List<Operation.Kind> kinds(int from) {
        return operations.log().stream().skip(from).map(Operation::kind).toList();
    }

    private List<StoragePath> opened(int from) {
        return operations.log().stream()
                .skip(from)
                .filter(operation -> operation.kind() == Operation.Kind.OPEN || operation.kind() == Operation.Kind.READ)
                .map(Operation::path)
                .toList();
    }

    private BatchLog claim(String writer) throws IOException {
        return BatchLog.claim(
                disk.client(writer),
                WriterId.of(writer),
                "host",
                new SimulatedClock(1_000),
                BatchLogOptions.defaults());
    }

    private static void append(BatchLog log, BatchRecord... records) {
        assertInstanceOf(Committed.class, log.append(List.of(records)));
    }
}
