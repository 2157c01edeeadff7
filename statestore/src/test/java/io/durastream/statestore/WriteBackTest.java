package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

    private void writeBack(Map<Bytes, Row> rows, String commit) throws IOException {
        Changes changes = new Changes();
        rows.forEach(changes::put);
        state.apply(changes.ordered(), new Lineage(commit));
        assertTrue(state.writeBack().advance(1, 0));
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
