package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Epoch;
import io.durastream.storage.StoragePath;
import io.durastream.wal.LogExtent;
import io.durastream.wal.LogPosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Binary forms, and arithmetic on stretches of changelog. */
final class StateFormatsTest {

    private static final StateFormat FORMAT = new StateFormat("string/1", "kryo5/1");

    private static LogExtent extent(String writer, long segment, long start, long end) {
        return new LogExtent(new LogPosition(Epoch.of(1), writer, segment, start), end);
    }

    @Test
    void referencesReadWhatTheyWrote() {
        StateRef ref = new StateRef(
                StateVersion.of(-5),
                new Lineage("1-a-2"),
                FORMAT,
                "executor_höst_1",
                StoragePath.of("state/counts/0/snapshots/x.manifest"),
                List.of(extent("a", 0, 10, 20), extent("b", 3, 0, 7)));
        assertEquals(ref, StateRef.fromBytes(ref.toBytes()));
        StateRef bare = new StateRef(StateVersion.of(0), Lineage.EMPTY, FORMAT, "", null, List.of());
        assertEquals(bare, StateRef.fromBytes(bare.toBytes()));
    }

    @Test
    void cutOrUnknownReferencesAreRefused() {
        byte[] bytes = new StateRef(
                        StateVersion.of(1), new Lineage("x"), FORMAT, "h", null, List.of(extent("a", 0, 1, 2)))
                .toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(IllegalArgumentException.class, () -> StateRef.fromBytes(cut));
        }
        bytes[0] = 9;
        assertThrows(IllegalArgumentException.class, () -> StateRef.fromBytes(bytes));
    }

    private static Map<Bytes, Row> changes() {
        Map<Bytes, Row> changes = new HashMap<>();
        changes.put(key("put"), Row.ABSENT.withValue(new byte[] {1, 2, 3}));
        changes.put(key("empty"), Row.ABSENT.withValue(new byte[0]));
        changes.put(key("removed"), Row.ABSENT);
        changes.put(key("timer"), Row.ABSENT.withTimer(-9));
        changes.put(key("both"), Row.ABSENT.withTimer(Long.MAX_VALUE).withValue(new byte[300]));
        changes.put(key(""), Row.ABSENT.withValue(new byte[] {5}));
        return changes;
    }

    private static Bytes key(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Commit commit() {
        return new Commit(StateVersion.of(7), new Lineage("new"), new Lineage("old"), FORMAT, SortedRows.of(changes()));
    }

    @Test
    void commitsReadWhatTheyWroteInOneRecordOrInSeveral() {
        for (int recordBytes : new int[] {1, 100, 200, 1 << 20}) {
            Map<Bytes, Row> read = new HashMap<>();
            List<CommitPart> parts = new ArrayList<>();
            for (Iterator<ByteBuffer> records = CommitCodec.encode(commit(), recordBytes); records.hasNext(); ) {
                ByteBuffer record = records.next();
                CommitPart part = CommitCodec.readHead(record.duplicate());
                assertEquals(parts.size(), part.part());
                assertEquals(!records.hasNext(), part.last());
                assertEquals(new Lineage("new"), part.lineage());
                assertEquals(new Lineage("old"), part.base());
                assertEquals(FORMAT, part.format());
                for (ChangeCursor changes = new ChangeCursor(record); changes.next(); ) {
                    HeapTable.Entry change = ChangeCursor.change(record.duplicate(), changes.at(), changes.hash());
                    read.put(change.key(), change.row());
                }
                parts.add(part);
            }
            assertEquals(changes(), read);
            assertTrue(recordBytes > 1000 ? parts.size() == 1 : parts.size() > 1, recordBytes + ": " + parts.size());
        }
    }

    @Test
    void cutRecordsAreRefused() {
        ByteBuffer record = CommitCodec.encode(commit(), 1 << 20).next();
        for (int length = 0; length < record.remaining(); length++) {
            ByteBuffer cut = record.duplicate().limit(length);
            assertThrows(IllegalArgumentException.class, () -> {
                for (ChangeCursor changes = new ChangeCursor(cut); changes.next(); ) {}
            });
        }
    }

    @Test
    void stretchesOfOneSegmentBecomeOne() {
        assertEquals(
                List.of(extent("a", 0, 10, 50), extent("a", 1, 5, 8)),
                Extents.join(List.of(extent("a", 0, 10, 20)), List.of(extent("a", 0, 40, 50), extent("a", 1, 5, 8))));
        assertEquals(
                List.of(extent("a", 0, 10, 20), extent("b", 0, 20, 30)),
                Extents.join(List.of(extent("a", 0, 10, 20)), List.of(extent("b", 0, 20, 30))));
    }

    @Test
    void whatIsBehindASnapshotIsCutOff() {
        List<LogExtent> all = List.of(extent("a", 0, 10, 50), extent("b", 1, 5, 8));
        assertEquals(
                Optional.of(List.of(extent("a", 0, 30, 50), extent("b", 1, 5, 8))),
                Extents.behind(List.of(extent("a", 0, 10, 30)), all));
        assertEquals(Optional.of(List.of(extent("b", 1, 5, 8))), Extents.behind(all.subList(0, 1), all));
        assertEquals(Optional.of(List.of()), Extents.behind(all, all));
        assertEquals(Optional.of(all), Extents.behind(List.of(), all));
        assertEquals(Optional.empty(), Extents.behind(List.of(extent("a", 0, 10, 60)), all));
        assertEquals(Optional.empty(), Extents.behind(List.of(extent("c", 0, 10, 30)), all));
        assertEquals(Optional.empty(), Extents.behind(all, all.subList(0, 1)));
    }
}
