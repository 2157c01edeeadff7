package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Clock;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MergedChangesTest {

    private static final StateFormat FORMAT = StateFormat.of(KryoSerializers.strings(), KryoSerializers.strings());
    private static final Lineage LAST = new Lineage("last");

    private final RocksResources resources = new RocksResources(1 << 20, Clock.system());

    @TempDir(factory = MemoryTempDir.class)
    Path local;

    private TieredState state;

    @BeforeEach
    void openState() {
        state = new TieredState(RocksInstance.create(resources, new LocalCopy(local)), new HeapBudget(1 << 26));
    }

    @AfterEach
    void closeState() {
        state.release();
        resources.close();
    }

    @Test
    void ofEachKeyTheLastChangeCounts() {
        Random random = new Random(1);
        List<Bytes> keys = new ArrayList<>(HeapTableTest.keysOfOneHash(3));
        for (long key = 0; key < 20_000; key++) {
            keys.add(key(key));
        }
        List<Map<Bytes, Row>> commits = new ArrayList<>();
        Map<Bytes, Row> expected = new HashMap<>();
        for (int commit = 0; commit < 10; commit++) {
            Map<Bytes, Row> changes = new HashMap<>();
            for (Bytes key : keys) {
                if (random.nextBoolean()) {
                    changes.put(key, random.nextInt(5) == 0 ? Row.ABSENT : value(commit));
                }
            }
            commits.add(changes);
            expected.putAll(changes);
        }

        apply(commits);

        try (Source now = state.open()) {
            expected.forEach((key, row) -> assertEquals(row, now.get(key)));
        }
        assertEquals(new Span(LAST, LAST, 0), state.content());
    }

    @Test
    void aCommitThatIsNotCompleteIsSaidToBeAppliedInPart() {
        MergedChanges merged = new MergedChanges();
        merged.add(records(List.of(Map.of(key(1), value(1)))).get(0));
        merged.applyTo(state, LAST, false);
        assertEquals(new Span(Lineage.EMPTY, LAST, 0), state.content());
        assertTrue(merged.isEmpty());
    }

    @Test
    void refusesChangesThatAreNotInOrder() {
        List<HeapTable.Entry> changes =
                new ArrayList<>(SortedRows.of(Map.of(key(1), value(1), key(2), value(1), key(3), value(1))));
        changes.add(changes.remove(0));
        ByteBuffer record = CommitCodec.encode(commit(changes), 1 << 20).next();
        MergedChanges merged = new MergedChanges();
        merged.add(record);
        assertThrows(IllegalArgumentException.class, () -> merged.applyTo(state, LAST, true));
    }

    @Test
    void takesRecordsOfOneArrayOnly() {
        List<ByteBuffer> together = records(List.of(Map.of(key(1), value(1)), Map.of(key(2), value(2))));
        MergedChanges merged = new MergedChanges();
        assertTrue(merged.canTake(together.get(0)));
        merged.add(together.get(0));
        assertTrue(merged.canTake(together.get(1)));
        assertEquals(false, merged.canTake(records(List.of(Map.of())).get(0)));
    }

    private void apply(List<Map<Bytes, Row>> commits) {
        MergedChanges merged = new MergedChanges();
        records(commits).forEach(merged::add);
        merged.applyTo(state, LAST, true);
    }

    /** One for each commit, in one array. */
    private static List<ByteBuffer> records(List<Map<Bytes, Row>> commits) {
        ByteBuffer all = ByteBuffer.allocate(1 << 24);
        List<ByteBuffer> records = new ArrayList<>();
        for (Map<Bytes, Row> changes : commits) {
            int from = all.position();
            all.put(CommitCodec.encode(commit(SortedRows.of(changes)), 1 << 24).next());
            records.add(all.duplicate().flip().position(from));
        }
        return records;
    }

    private static Commit commit(List<HeapTable.Entry> changes) {
        return new Commit(StateVersion.of(1), LAST, Lineage.EMPTY, FORMAT, changes);
    }

    private static Bytes key(long key) {
        return new Bytes(ByteBuffer.allocate(Long.BYTES).putLong(key).array());
    }

    private static Row value(int value) {
        return Row.ABSENT.withValue(new byte[] {(byte) value});
    }
}
