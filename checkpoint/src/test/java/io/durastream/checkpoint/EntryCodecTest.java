package io.durastream.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.BatchRecord.EpochStarted;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Epoch;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntryCodecTest {

    private static final StoragePath PATH = StoragePath.of("batches/x");

    static Stream<BatchRecord> records() {
        List<BatchRecord> all = new ArrayList<>(List.of(
                new EpochStarted(Epoch.of(3), WriterId.of("w"), -5, "hôte"),
                Samples.application(),
                Samples.plan(10),
                new BatchRecord.Planned(BatchTime.of(-1), List.of()),
                Samples.commit(20, 10, 15),
                Samples.drop(Samples.COUNTS),
                Samples.retire("received/a/1/0", "state/b"),
                Samples.retire()));
        for (Phase phase : Phase.values()) {
            all.add(Samples.event(Long.MAX_VALUE, phase));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("records")
    void readsBackEachRecord(BatchRecord record) throws IOException {
        LogEntry entry = new LogEntry(7, Epoch.of(3), WriterId.of("w"), Long.MIN_VALUE, List.of(record));
        assertEquals(entry, EntryCodec.decode(PATH, EntryCodec.encode(entry)));
    }

    @Test
    void readsBackAllRecordsInOneEntry() throws IOException {
        LogEntry entry = new LogEntry(
                Long.MAX_VALUE, Epoch.of(3), WriterId.of("w"), 1, records().toList());
        assertEquals(entry, EntryCodec.decode(PATH, EntryCodec.encode(entry)));
    }

    @Test
    void writesTheBytesOfTheDrawing() {
        LogEntry entry =
                new LogEntry(2, Epoch.of(1), WriterId.of("me"), 255, List.of(Samples.drop(OperatorId.of("op"))));
        assertEquals(
                "d57a" + "01" + "01" + "0000002f" + "--------" + "--------" // the frame
                        + "0001" + "0000000000000002" + "0000000000000001" // version, sequence, epoch
                        + "00000002" + "6d65" + "00000000000000ff" // writer, wall time
                        + "00000001" + "05" + "00000001" + "00000002" + "6f70", // one record: drop one operator
                hex(EntryCodec.encode(entry)).replaceFirst("(?<=^.{16}).{16}", "-".repeat(16)));
    }

    @Test
    void readsACommitOfBeforeStateHadAHorizonOfItsOwn() throws IOException {
        PayloadWriter entry = header(1, "w").i32(1);
        entry.u8(4).i64(20).i32(0).i32(0).i64(10);

        assertEquals(
                List.of(new BatchRecord.Committed(
                        BatchTime.of(20), List.of(), List.of(), BatchTime.of(10), BatchTime.of(10))),
                EntryCodec.decode(PATH, payload(entry)).records());
    }

    @Test
    void refusesWhatNoEntryHolds() {
        refuses("payload version 1, found 2", payload(new PayloadWriter().u16(2)));
        refuses("8 more bytes, found 0", payload(new PayloadWriter().u16(1)));
        refuses("An epoch is at least 1", payload(header(0, "w").i32(0)));
        refuses("An entry has at least one record", payload(header(1, "w").i32(0)));
        refuses("count of 9", payload(header(1, "w").i32(9)));
        refuses("count of -1", payload(header(1, "w").i32(-1)));
        refuses("tag of 1 to 8, found 9", payload(header(1, "w").i32(1).u8(9)));
        refuses(
                "phase of 1 to 6, found 7",
                payload(header(1, "w").i32(1).u8(7).i64(1).u8(7)));
        refuses("1 more bytes", payload(dropped().u8(0)));
        refuses(
                "type 1, found type 2",
                FrameFile.encode(FrameTypes.SNAPSHOT, dropped().payload()));
        ByteBuffer twoFrames = ByteBuffer.wrap(payload(dropped()));
        refuses(
                "expected the end of the file",
                ByteBuffer.allocate(2 * twoFrames.remaining())
                        .put(twoFrames.duplicate())
                        .put(twoFrames)
                        .array());
        refuses("expected a whole frame", new byte[0]);
    }

    private static PayloadWriter header(long epoch, String writer) {
        return new PayloadWriter().u16(1).i64(1).i64(epoch).string(writer).i64(0);
    }

    private static PayloadWriter dropped() {
        return header(1, "w").i32(1).u8(5).i32(0);
    }

    private static byte[] payload(PayloadWriter out) {
        return FrameFile.encode(FrameTypes.ENTRY, out.payload());
    }

    private static void refuses(String why, byte[] file) {
        DamagedFileException damage = assertThrows(DamagedFileException.class, () -> EntryCodec.decode(PATH, file));
        assertEquals("batches/x", damage.file());
        assertTrue(damage.toString().contains(why), damage::toString);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
