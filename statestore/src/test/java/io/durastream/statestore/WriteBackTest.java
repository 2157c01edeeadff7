package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WriteBackTest {

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
    void writesRowsOfAnyLengthAsTheyAre() throws IOException {
        Map<Bytes, Row> rows = new HashMap<>();
        for (int length : new int[] {0, 1, 1_023, 1_024, 4_086, 4_087, 4_088, 4_095, 4_096, 4_097, 10_000}) {
            rows.put(key(length), Row.ABSENT.withValue(bytes(length)));
            rows.put(key(-length - 1), Row.ABSENT.withTimer(length - 5_000).withValue(bytes(length)));
            rows.put(new Bytes(bytes(length + 20)), Row.ABSENT.withTimer(length));
        }
        writeBack(rows, "first");
        rows.forEach((key, row) -> assertEquals(row, state.db().get(key)));

        rows.replaceAll((key, row) -> Row.ABSENT);
        writeBack(rows, "second");
        rows.forEach((key, row) -> assertEquals(Row.ABSENT, state.db().get(key)));
    }

    @Test
    void aTableOverWhatWasWrittenHasPagesForIt() throws IOException {
        Map<Bytes, Row> rows = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            rows.put(key(i), Row.ABSENT.withValue(bytes(100)));
        }
        writeBack(rows, "first");
        HeapTable table = new HeapBudget(1 << 26).newTable(state.db());
        long hashes = Integer.toUnsignedLong(table.range(0).last()) + 1;
        long rowsOfAPage = (hashes * rows.size()) >>> Integer.SIZE;
        assertTrue(rowsOfAPage < 1_000, "who reads all rows reads " + rowsOfAPage + " at a time");
        assertNull(table.get(key(1)));
    }

    @Test
    void whereMostHasChangedAFileWithAllRowsTakesThePlaceOfTheOneBefore() throws IOException {
        Map<Bytes, Row> rows = rows(0, 3_000, 1);
        writeBack(rows, "first");
        Map<Bytes, Row> changed = rows(1_000, 3_000, 2);
        removeEveryTenth(changed);
        writeBack(changed, "second");
        assertEquals(1, files());
        rows.putAll(changed);
        rows.forEach((key, row) -> assertEquals(row, state.db().get(key)));
        assertEquals(new Lineage("second"), state.db().content().from());

        Map<Bytes, Row> few = rows(0, 30, 3);
        writeBack(few, "third");
        assertEquals(2, files(), "what little has changed is a file of its own");
        rows.putAll(few);
        rows.forEach((key, row) -> assertEquals(row, state.db().get(key)));
    }

    @Test
    void whatIsInSeveralFilesIsNotDropped() throws IOException {
        Map<Bytes, Row> rows = rows(0, 3_000, 1);
        writeBack(rows, "first");
        Map<Bytes, Row> few = rows(0, 100, 2);
        removeEveryTenth(few);
        writeBack(few, "second");
        Map<Bytes, Row> most = rows(100, 3_000, 3);
        writeBack(most, "third");
        assertEquals(3, files());
        rows.putAll(few);
        rows.putAll(most);
        rows.forEach((key, row) -> assertEquals(row, state.db().get(key)));
    }

    @Test
    void timersOfRowsThatHaveNotChangedAreKept() throws IOException {
        Map<Bytes, Row> rows = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            rows.put(key(i), Row.ABSENT.withTimer(i).withValue(bytes(10)));
        }
        writeBack(rows, "first");
        writeBack(rows(500, 1_000, 2), "second");
        assertEquals(1, files());
        try (Source source = state.open()) {
            assertEquals(500, source.timers(1_000).size());
        }
    }

    @Test
    void rowsThatLeaveTheHeapDuringASweepAreNotLost() throws IOException {
        Map<Bytes, Row> rows = rows(0, 5_000, 1);
        writeBack(rows, "first");
        Map<Bytes, Row> changed = rows(2_000, 5_000, 2);
        apply(changed, "second");
        WriteBack writeBack = state.writeBack();
        assertFalse(writeBack.advance(0.5, 0));
        assertTrue(state.evict(1 << 20) + state.evict(1 << 20) > 0, "clean rows can leave");
        assertTrue(writeBack.advance(1, 0));
        rows.putAll(changed);
        rows.forEach((key, row) -> assertEquals(row, state.db().get(key)));
    }

    private static Map<Bytes, Row> rows(int from, int to, int value) {
        Map<Bytes, Row> rows = new HashMap<>();
        for (int i = from; i < to; i++) {
            rows.put(key(i), Row.ABSENT.withValue(new byte[] {(byte) value, (byte) i}));
        }
        return rows;
    }

    private static void removeEveryTenth(Map<Bytes, Row> rows) {
        rows.replaceAll((key, row) -> key.hash() % 10 == 0 ? Row.ABSENT : row);
    }

    /** Of rows, that the RocksDB has. */
    private long files() throws IOException {
        return Directories.children(new LocalCopy(local).database()).stream()
                .filter(file -> file.toString().endsWith(".sst"))
                .count();
    }

    private void writeBack(Map<Bytes, Row> rows, String commit) throws IOException {
        apply(rows, commit);
        assertTrue(state.writeBack().advance(1, 0));
    }

    private void apply(Map<Bytes, Row> rows, String commit) {
        Changes changes = new Changes();
        rows.forEach(changes::put);
        state.apply(changes.ordered(), new Lineage(commit));
    }

    private static Bytes key(int number) {
        return new Bytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }
}
