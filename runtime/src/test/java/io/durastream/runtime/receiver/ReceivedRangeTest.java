package io.durastream.runtime.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.SourcePosition;
import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import io.durastream.storage.Epoch;
import io.durastream.wal.LogExtent;
import io.durastream.wal.LogPosition;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceivedRangeTest {

    private static final OperatorId ID = OperatorId.of("in");
    private static final LogExtent EXTENT =
            new LogExtent(new LogPosition(Epoch.of(3), "0000000001", 2, 64), 4_000_000_000L);

    private final ReceivedBlock full = new ReceivedBlock(7, EXTENT, 12_345, 10, new SourcePosition("größe@42"), 99);
    private final ReceivedBlock bare =
            new ReceivedBlock(7, null, 5, ReceivedBlock.UNKNOWN_RECORDS, null, ReceivedBlock.NOT_CACHED);

    @Test
    void comesBackFromItsBinaryForm() {
        for (ReceivedRange range : List.of(
                ReceivedRange.empty(),
                new ReceivedRange(List.of(full, bare), EXTENT, new SourcePosition("p")),
                new ReceivedRange(List.of(), EXTENT, null),
                new ReceivedRange(List.of(bare), null, new SourcePosition("")))) {
            assertEquals(range, ReceivedRange.of(range.toInput(ID)));
        }
    }

    @Test
    void refusesEveryTruncationAndOtherVersions() {
        byte[] bytes = new ReceivedRange(List.of(full), EXTENT, new SourcePosition("p"))
                .toInput(ID)
                .range()
                .toByteArray();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(IllegalArgumentException.class, () -> ReceivedRange.of(input(cut)));
        }
        bytes[0] = 2;
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> ReceivedRange.of(input(bytes)));
        assertTrue(refused.toString().contains("input in"), refused::toString);
    }

    @Test
    void carriesTheMarksOverBatchesWithoutData() {
        ReceivedRange first = ReceivedRange.empty().followedBy(List.of(full));
        ReceivedRange second = first.followedBy(List.of());
        assertEquals(EXTENT, second.through());
        assertEquals(full.position(), second.lastPosition());
        assertEquals(List.of(), second.blocks());
    }

    @Test
    void countsRecordsOnlyWhenAllBlocksKnowTheirs() {
        assertEquals(20, new ReceivedRange(List.of(full, full), null, null).records());
        assertEquals(-1, new ReceivedRange(List.of(full, bare), null, null).records());
    }

    @Test
    void comesBackFromTheLog() {
        ByteBuffer data = ByteBuffer.wrap(new byte[] {1, 2, 3});
        for (LoggedBlock block : List.of(
                new LoggedBlock(EXTENT.start(), 17, 3, new SourcePosition("ö"), data),
                new LoggedBlock(null, 17, -1, null, data))) {
            assertEquals(block, LoggedBlock.decode(block.encode()));
        }
    }

    private static InputRange input(byte[] range) {
        return new InputRange(ID, Bytes.of(range), 0, "");
    }
}
