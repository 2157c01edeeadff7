package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Clock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What looking for timers that fall due costs: look-ups of those that were set for that time, and of no others. */
class TimeIndexTest {

    private static final int KEYS = 10_000;

    @TempDir(factory = MemoryTempDir.class)
    Path local;

    private final TimeIndex index = new TimeIndex();
    private final Map<Integer, HeapTable.Entry> rows = new HashMap<>();
    private RocksResources resources;
    private RocksInstance db;
    private int lookUps;

    @BeforeEach
    void open() throws Exception {
        resources = new RocksResources(1 << 20, Clock.system());
        db = RocksInstance.create(resources, new LocalCopy(Files.createDirectories(local.resolve("copy"))));
    }

    @AfterEach
    void close() {
        db.release();
        resources.close();
    }

    private void set(int key, long time) {
        Bytes bytes = new Bytes(("key" + key).getBytes(StandardCharsets.UTF_8));
        rows.put(bytes.hash(), new HeapTable.Entry(bytes, Row.ABSENT.withTimer(time)));
        index.set(time, bytes.hash());
    }

    private int due(long before) {
        lookUps = 0;
        List<StateTimer<Bytes>> timers = index.due(before, db, hash -> {
            lookUps++;
            return rows.containsKey(hash) ? List.of(rows.get(hash)) : List.of();
        });
        return timers.size();
    }

    @Test
    void timersThatAreNotDueCostNothing() {
        for (int key = 0; key < KEYS; key++) {
            set(key, key < 3 ? 10 : 1_000);
        }
        assertEquals(3, due(11));
        assertEquals(3, lookUps);
        assertEquals(0, due(10));
        assertEquals(0, lookUps);
    }

    @Test
    void aTimerThatMovesOnIsLookedAtOnceForEachTimeItWasSetTo() {
        int moves = 20;
        for (int time = 0; time < moves; time++) {
            for (int key = 0; key < 100; key++) {
                set(key, time);
            }
        }
        assertEquals(0, due(moves - 1));
        assertEquals((moves - 1) * 100, lookUps);
        assertEquals(0, due(moves - 1));
        assertEquals(0, lookUps, "what no longer held was dropped");
        assertEquals(100, due(moves));
    }

    @Test
    void whatWasWrittenBackIsReadFromTheRocksDbWhenItFallsDue() throws Exception {
        set(1, 10);
        set(2, 20);
        index.beginWriting();
        writeBack(Map.of(10L, 1, 20L, 2), 1);
        assertEquals(1, due(11));
        assertEquals(1, lookUps);
        assertEquals(2, due(21));
        // Read once: what is due stays at hand, until the next write-back puts it in a row of its own.
        index.beginWriting();
        List<byte[]> deleted = new ArrayList<>();
        assertEquals(List.of(10L, 20L), List.copyOf(index.leftToWrite(deleted).keySet()));
        assertEquals(2, deleted.size());
        assertTrue(due(21) == 2);
    }

    private void writeBack(Map<Long, Integer> keyOfTime, long number) throws Exception {
        List<byte[]> written = new ArrayList<>();
        try (RowsFile file = db.newFile()) {
            for (long time : keyOfTime.keySet().stream().sorted().toList()) {
                byte[] row = Rows.timers(time, number);
                Bytes key = new Bytes(("key" + keyOfTime.get(time)).getBytes(StandardCharsets.UTF_8));
                file.put(row, Rows.hashes(new int[] {key.hash()}));
                written.add(row);
            }
            file.finish();
            file.ingest();
        }
        index.written(written);
    }
}
