package io.durastream.statestore;

import static io.durastream.statestore.TestProcess.entries;
import static io.durastream.statestore.TestProcess.timers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.FileInfo;
import io.durastream.storage.fault.FaultInjectingStorage;
import io.durastream.storage.fault.FaultPlan;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateStoreTest {

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final List<TestProcess> processes = new ArrayList<>();

    @TempDir(factory = MemoryTempDir.class)
    Path local;

    @AfterEach
    void closeProcesses() {
        processes.forEach(TestProcess::close);
    }

    private TestProcess start(String instance) {
        return start(instance, local);
    }

    private TestProcess start(String instance, Path localDirectory) {
        TestProcess process = TestProcess.start(disk.client(instance), localDirectory, instance);
        processes.add(process);
        return process;
    }

    @Test
    void carriesStateFromBatchToBatch() throws IOException {
        TestProcess process = start("a");
        StateRef first = process.commit(null, 1000, "apple", "1", "pear", "1");
        try (StateTransaction<String, String> second = process.begin(first, 2000)) {
            assertEquals("1", second.get("apple"));
            assertNull(second.get("plum"));
            second.put("apple", "2");
            second.put("plum", "1");
            second.remove("pear");
            assertEquals("2", second.get("apple"));
            assertNull(second.get("pear"));
            assertEquals(Map.of("apple", "2", "plum", "1"), entries(second));
            StateRef ref = second.commit();
            assertEquals(Map.of("apple", "2", "plum", "1"), process.read(ref));
            assertEquals(StateVersion.of(2000), ref.version());
        }
    }

    @Test
    void keysThatWereAnnouncedAreReadAndWrittenLikeOthers() throws IOException {
        TestProcess process = start("a");
        StateRef base = process.commit(null, 1000, "apple", "1", "pear", "1");
        try (StateTransaction<String, String> transaction = process.begin(base, 2000)) {
            List<String> next = List.of("apple", "plum", "pear", "apple");
            transaction.prefetch(next);
            for (String key : next) {
                String before = transaction.get(key);
                transaction.put(key, before == null ? "1" : before + "1");
                transaction.setTimer(key, 7);
            }
            transaction.put("fig", "new");
            transaction.remove("pear");
            assertEquals(Map.of("apple", "111", "plum", "1", "fig", "new"), entries(transaction));
            assertEquals(Map.of("apple", "111", "plum", "1", "fig", "new"), process.read(transaction.commit()));
        }
    }

    @Test
    void anIteratorThatShowsWhatWasBeforeDoesNotHideAChange() throws IOException {
        TestProcess process = start("a");
        StateRef base = process.commit(null, 1000, "apple", "1", "pear", "1");
        try (StateTransaction<String, String> transaction = process.begin(base, 2000);
                StateIterator<StateEntry<String, String>> entries = transaction.entries()) {
            transaction.put("apple", "2");
            transaction.put("pear", "2");
            while (entries.hasNext()) {
                StateEntry<String, String> entry = entries.next();
                assertEquals("1", entry.value());
                assertEquals("2", transaction.get(entry.key()));
            }
        }
    }

    @Test
    void leavesNothingOfATransactionThatIsNotCommitted() throws IOException {
        TestProcess process = start("a");
        StateRef first = process.commit(null, 1000, "apple", "1");
        List<FileInfo> before = disk.files();
        try (StateTransaction<String, String> abandoned = process.begin(first, 2000)) {
            abandoned.put("apple", "2");
            abandoned.setTimer("apple", 5);
        }
        assertEquals(before, disk.files());
        assertEquals(Map.of("apple", "1"), process.read(first));
    }

    @Test
    void attemptsAtTheSameBatchDoNotSeeEachOther() throws IOException {
        TestProcess process = start("a");
        StateRef base = process.commit(null, 1000, "n", "1");
        try (StateTransaction<String, String> one = process.begin(base, 2000);
                StateTransaction<String, String> other = process.begin(base, 2000)) {
            one.put("n", "2");
            StateRef first = one.commit();
            assertEquals("1", other.get("n"));
            other.put("n", "2");
            StateRef second = other.commit();
            assertNotEquals(first.lineage(), second.lineage());
            assertEquals(Map.of("n", "2"), process.read(first));
            assertEquals(Map.of("n", "2"), process.read(second));
        }
    }

    @Test
    void forgetsTheAttemptsThatLost() throws IOException {
        TestProcess process = start("a");
        StateRef base = process.commit(null, 1000, "n", "1");
        StateRef winner = process.commit(base, 2000, "n", "winner");
        StateRef loser = process.commit(base, 2000, "n", "loser", "extra", "x");
        StateRef next = process.commit(winner, 3000, "m", "1");
        assertEquals(Map.of("n", "winner", "m", "1"), process.read(next));
        assertEquals(Map.of("n", "loser", "extra", "x"), process.read(loser), "still there for who asks");
    }

    @Test
    void appliesABatchThatIsEvaluatedAgainOnlyOnce() throws IOException {
        TestProcess process = start("a");
        StateRef one = process.commit(null, 1000, "n", "1");
        StateRef two = increment(process, one, 2000);
        StateRef three = increment(process, two, 3000);
        StateRef twoAgain = increment(process, one, 2000);
        assertEquals(Map.of("n", "2"), process.read(twoAgain));
        StateRef four = increment(process, three, 4000);
        assertEquals(Map.of("n", "4"), process.read(four));
    }

    private static StateRef increment(TestProcess process, @Nullable StateRef base, long version) throws IOException {
        try (StateTransaction<String, String> transaction = process.begin(base, version)) {
            String before = transaction.get("n");
            transaction.put("n", Integer.toString(Integer.parseInt(before == null ? "0" : before) + 1));
            return transaction.commit();
        }
    }

    @Test
    void aRepeatedEvaluationLeavesTheLiveStateInPlace() throws IOException {
        FaultPlan log = FaultPlan.none();
        try (TestProcess process = TestProcess.start(new FaultInjectingStorage(disk.client("a"), log), local, "a")) {
            StateRef one = increment(process, null, 1000);
            StateRef three = increment(process, increment(process, one, 2000), 3000);
            process.begin(three, 4000).close();
            process.begin(one, 2000).close();
            int before = log.operations();
            process.begin(three, 4000).close();
            assertEquals(before, log.operations(), "nothing had to be restored");
        }
    }

    @Test
    void evaluatesTheFirstBatchAgainFromTheEmptyState() throws IOException {
        TestProcess process = start("a");
        StateRef one = increment(process, null, 1000);
        StateRef two = increment(process, one, 2000);
        StateRef oneAgain = increment(process, null, 1000);
        assertEquals(Map.of("n", "1"), process.read(oneAgain));
        assertEquals(Map.of("n", "2"), process.read(two));
    }

    @Test
    void aTransactionReadsItsBaseWhileOthersMoveOn() throws IOException {
        TestProcess process = start("a");
        StateRef one = process.commit(null, 1000, "n", "1");
        try (StateTransaction<String, String> zombie = process.begin(one, 2000)) {
            StateRef two = process.commit(one, 2000, "n", "2", "m", "2");
            StateRef three = process.commit(two, 3000, "n", "3");
            assertEquals("1", zombie.get("n"));
            zombie.put("n", "zombie");
            StateRef late = zombie.commit();
            assertEquals(Map.of("n", "zombie"), process.read(late), "on its own base");
            assertEquals(Map.of("n", "3", "m", "2"), process.read(three));
        }
    }

    @Test
    void aLateCommitDoesNotReferToASnapshotThatHasMoreThanItsBase() throws IOException {
        TestProcess process = start("a");
        StateRef ref = increment(process, process.commit(null, 1000, "gone", "1"), 2000);
        StateRef three = increment(process, ref, 3000);
        StateRef late;
        // With this a snapshot is due, of the fourth batch and of what comes until it is written.
        StateRef four = increment(process, three, 4000);
        try (StateTransaction<String, String> slow = process.begin(four, 5000)) {
            StateRef five;
            try (StateTransaction<String, String> fast = process.begin(four, 5000)) {
                fast.remove("gone");
                five = fast.commit();
            }
            increment(process, five, 6000);
            process.runBackground();
            slow.put("n", "late");
            late = slow.commit();
        }
        try (TestProcess elsewhere = TestProcess.start(disk.client("b"), local.resolve("elsewhere"), "b")) {
            assertEquals(Map.of("n", "late", "gone", "1"), elsewhere.read(late));
        }
    }

    @Test
    void iterationIsStableWhileTheTransactionChanges() throws IOException {
        TestProcess process = start("a");
        StateRef base = process.commit(null, 1000, "a", "1", "c", "1", "e", "1");
        try (StateTransaction<String, String> transaction = process.begin(base, 2000)) {
            transaction.put("b", "1");
            List<String> seen = new ArrayList<>();
            try (StateIterator<StateEntry<String, String>> all = transaction.entries()) {
                while (all.hasNext()) {
                    StateEntry<String, String> entry = all.next();
                    seen.add(entry.key());
                    transaction.remove(entry.key());
                    transaction.put(entry.key() + "2", "new");
                }
            }
            assertEquals(List.of("e", "c", "b", "a"), seen, "in the order of the hashes, each once");
            assertEquals(Set.of("a2", "b2", "c2", "e2"), entries(transaction).keySet());
        }
    }

    @Test
    void findsTimersThatFallDueInTheOrderOfTime() throws IOException {
        TestProcess process = start("a");
        StateRef base;
        try (StateTransaction<String, String> transaction = process.begin(null, 1000)) {
            transaction.put("a", "1");
            transaction.setTimer("a", 50);
            transaction.setTimer("b", -7);
            transaction.setTimer("c", 20);
            transaction.setTimer("d", 30);
            base = transaction.commit();
        }
        try (StateTransaction<String, String> transaction = process.begin(base, 2000)) {
            transaction.setTimer("c", 60);
            transaction.clearTimer("d");
            transaction.setTimer("e", 10);
            List<StateTimer<String>> due = new ArrayList<>();
            transaction.expired(60).forEachRemaining(due::add);
            assertEquals(List.of(new StateTimer<>("b", -7), new StateTimer<>("e", 10), new StateTimer<>("a", 50)), due);
            transaction.remove("a");
            assertEquals(Map.of("b", -7L, "e", 10L, "c", 60L), timers(transaction, 61));
            StateRef ref = transaction.commit();
            StateRef next = process.commit(ref, 3000, "z", "1");
            try (StateView<String, String> view = process.view(next)) {
                assertEquals(Map.of("b", -7L, "e", 10L, "c", 60L), timers(view, Long.MAX_VALUE));
            }
        }
    }

    @Test
    void aCommitIsOneAppendAndOneFlush() throws IOException {
        FaultPlan log = FaultPlan.none();
        try (TestProcess process = TestProcess.start(new FaultInjectingStorage(disk.client("a"), log), local, "a")) {
            StateRef base = process.commit(null, 1000, "n", "1");
            int before = log.operations();
            process.commit(base, 2000, "n", "2", "m", "2", "o", "2");
            assertEquals(
                    List.of(Operation.Kind.APPEND, Operation.Kind.FLUSH),
                    log.log().subList(before, log.operations()).stream()
                            .map(Operation::kind)
                            .toList());
        }
    }

    @Test
    void aTransactionThatChangesNothingTouchesNoFile() throws IOException {
        FaultPlan log = FaultPlan.none();
        try (TestProcess process = TestProcess.start(new FaultInjectingStorage(disk.client("a"), log), local, "a")) {
            StateRef base = process.commit(null, 1000, "n", "1", "m", "1");
            int before = log.operations();
            StateRef same;
            try (StateTransaction<String, String> transaction = process.begin(base, 2000)) {
                transaction.put("n", String.valueOf(transaction.get("n")));
                transaction.entries().forEachRemaining(entry -> transaction.put(entry.key(), entry.value()));
                same = transaction.commit();
            }
            assertEquals(before, log.operations());
            assertEquals(base.lineage(), same.lineage());
            assertEquals(StateVersion.of(2000), same.version());
            assertEquals(Map.of("n", "1", "m", "1"), process.read(process.commit(same, 3000)));
        }
    }

    @Test
    void puttingBackAnEarlierValueIsAChange() throws IOException {
        TestProcess process = start("a");
        StateRef base = process.commit(null, 1000, "n", "1");
        try (StateTransaction<String, String> transaction = process.begin(base, 2000)) {
            assertEquals("1", transaction.get("n"));
            transaction.put("n", "2");
            transaction.put("n", "1");
            assertEquals("1", transaction.get("n"));
            transaction.remove("n");
            assertNull(transaction.get("n"));
            transaction.put("n", "1");
            assertEquals(Map.of("n", "1"), process.read(transaction.commit()));
        }
    }

    @Test
    void startsFromNothingWhenNothingWasEverPut() throws IOException {
        TestProcess process = start("a");
        StateRef empty = process.commit(null, 1000);
        StateRef second = process.commit(empty, 2000);
        assertEquals(Map.of(), process.read(second));
        assertEquals(Map.of(), start("b").read(second));
        StateRef third = process.commit(second, 3000, "n", "1");
        assertEquals(Map.of("n", "1"), process.read(third));
        assertTrue(disk.files().size() <= 1, "one changelog segment: " + disk.files());
    }

    @Test
    void anotherProcessContinuesFromTheChangelog() throws IOException {
        StateRef ref = start("a").commit(null, 1000, "n", "1");
        TestProcess other = start("b");
        assertEquals(Map.of("n", "1"), other.read(ref));
        StateRef next = increment(other, ref, 2000);
        StateRef last = increment(processes.get(0), next, 3000);
        assertEquals(Map.of("n", "3"), processes.get(0).read(last));
        assertEquals(3, last.changelog().size(), "in the order in which they apply");
    }

    @Test
    void referencesMoveOnToASnapshotAndShedTheChangelogBeforeIt() throws IOException {
        TestProcess process = start("a");
        StateRef ref = increment(process, null, 1000);
        for (int batch = 2; batch <= 4; batch++) {
            ref = increment(process, ref, batch * 1000L);
        }
        assertNull(ref.snapshot());
        process.runBackground();
        ref = increment(process, ref, 5000);
        assertTrue(ref.snapshot() != null);
        assertEquals(1, ref.changelog().size());
        try (TestProcess elsewhere = TestProcess.start(disk.client("b"), local.resolve("elsewhere"), "b")) {
            assertEquals(Map.of("n", "5"), elsewhere.read(ref));
        }
    }

    @Test
    void aSnapshotSharesWhatTheOneBeforeItUploaded() throws IOException {
        TestProcess process = start("a");
        StateRef ref = process.commit(null, 1000, "key1", "x");
        for (int batch = 2; batch <= 14; batch++) {
            ref = process.commit(ref, batch * 1000L, "key" + batch, "x".repeat(1000));
            process.runBackground();
        }
        long manifests = count(".manifest");
        long ssts = count(".sst");
        assertTrue(manifests >= 3, "manifests: " + manifests);
        assertTrue(ssts <= manifests + 1, manifests + " snapshots, but " + ssts + " SST files");
        assertEquals(14, start("b", local.resolve("b")).read(ref).size());
    }

    private long count(String suffix) {
        return disk.files().stream()
                .filter(file -> file.path().value().endsWith(suffix))
                .count();
    }

    @Test
    void splitsLargeChangesIntoSeveralRecords() throws IOException {
        StateStoreOptions small = TestProcess.OPTIONS.withChangelogRecordBytes(2_000);
        try (TestProcess process = TestProcess.start(disk.client("a"), local, "a", small)) {
            StateRef ref;
            try (StateTransaction<String, String> transaction = process.begin(null, 1000)) {
                for (int i = 0; i < 1_000; i++) {
                    transaction.put("key" + i, "value" + i);
                }
                transaction.put("large", "x".repeat(10_000));
                ref = transaction.commit();
            }
            assertEquals(1, ref.changelog().size());
            assertEquals(1_001, start("b").read(ref).size());
        }
    }

    @Test
    void refusesStateOfAnotherFormat() throws IOException {
        TestProcess process = start("a");
        StateRef ref = process.commit(null, 1000, "n", "1");
        IncompatibleStateException refused = assertThrows(
                IncompatibleStateException.class,
                () -> process.store.view(TestProcess.ID, ref, KryoSerializers.strings(), KryoSerializers.longs()));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("long/1") && message.contains("counts/0"), message);
    }

    @Test
    void partitionsAndOperatorsAreApart() throws IOException {
        TestProcess process = start("a");
        StateId one = new StateId("counts", 1);
        StateId other = new StateId("sums", 0);
        StateRef ref = process.commit(null, 1000, "n", "1");
        try (StateTransaction<String, String> partition = process.begin(one, null, 1000);
                StateTransaction<String, String> operator = process.begin(other, null, 1000)) {
            assertNull(partition.get("n"));
            assertNull(operator.get("n"));
            partition.put("n", "x");
            partition.commit();
        }
        assertEquals(Map.of("n", "1"), process.read(ref));
    }

    @Test
    void aTransactionEndsOnce() throws IOException {
        TestProcess process = start("a");
        StateTransaction<String, String> transaction = process.begin(null, 1000);
        transaction.put("n", "1");
        transaction.commit();
        assertThrows(IllegalStateException.class, transaction::commit);
        assertThrows(IllegalStateException.class, () -> transaction.put("n", "2"));
        transaction.close();
        transaction.close();
        assertThrows(IllegalStateException.class, () -> transaction.get("n"));
        assertThrows(IllegalStateException.class, transaction::entries);
    }

    @Test
    void anIteratorEndsWithItsTransaction() throws IOException {
        TestProcess process = start("a");
        StateRef ref = process.commit(null, 1000, "a", "1", "b", "1", "c", "1");
        StateView<String, String> view = process.view(ref);
        StateIterator<StateEntry<String, String>> rows = view.entries();
        rows.next();
        view.close();
        assertThrows(IllegalStateException.class, rows::next);
        rows.close();
    }

    @Test
    void aClosedStoreRefusesWorkButLetsReadersFinish() throws IOException {
        TestProcess process = start("a");
        StateRef ref = process.commit(null, 1000, "n", "1");
        StateTransaction<String, String> open = process.begin(ref, 2000);
        process.close();
        assertEquals("1", open.get("n"));
        open.put("n", "2");
        assertThrows(IllegalStateException.class, open::commit);
        open.close();
        assertThrows(IllegalStateException.class, () -> process.begin(ref, 2000));
    }

    @Test
    void referencesStaySmallWhateverIsRepeated() throws IOException {
        TestProcess process = start("a");
        StateRef ref = increment(process, null, 1);
        for (int batch = 2; batch <= 50; batch++) {
            increment(process, ref, batch);
            ref = increment(process, ref, batch);
        }
        assertEquals(1, ref.changelog().size());
        assertTrue(ref.toBytes().length < 300, "bytes: " + ref.toBytes().length);
        assertEquals(ref, StateRef.fromBytes(ref.toBytes()));
        assertFalse(ref.location().isEmpty());
    }
}
