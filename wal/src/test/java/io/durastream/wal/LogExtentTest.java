package io.durastream.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Epoch;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class LogExtentTest {

    private static final LogPosition START = new LogPosition(Epoch.of(3), "receiver-0.1", 7, 100);

    @Test
    void readsBackWhatItWrote() {
        LogExtent extent = new LogExtent(START, 250);
        ByteBuffer bytes = ByteBuffer.allocate(extent.encodedBytes() + 1);
        extent.writeTo(bytes);
        assertEquals(1, bytes.remaining());
        assertEquals(extent, LogExtent.readFrom(bytes.flip()));
    }

    @Test
    void mergesWhatIsContiguous() {
        LogExtent first = new LogExtent(START, 250);
        LogExtent second = new LogExtent(first.endPosition(), 300);
        assertTrue(first.isFollowedBy(second));
        assertEquals(new LogExtent(START, 300), first.merge(second));
        assertEquals(200, first.merge(second).bytes());
    }

    @Test
    void refusesToMergeAcrossAGapOrASegment() {
        LogExtent first = new LogExtent(START, 250);
        LogExtent gap = new LogExtent(new LogPosition(Epoch.of(3), "receiver-0.1", 7, 251), 300);
        LogExtent nextSegment = new LogExtent(new LogPosition(Epoch.of(3), "receiver-0.1", 8, 250), 300);
        assertFalse(first.isFollowedBy(gap));
        assertThrows(IllegalArgumentException.class, () -> first.merge(gap));
        assertThrows(IllegalArgumentException.class, () -> first.merge(nextSegment));
    }

    @Test
    void refusesANameThatIsNoDirectory() {
        assertThrows(IllegalArgumentException.class, () -> LogPosition.beginning(Epoch.of(1), "a/b"));
        assertThrows(IllegalArgumentException.class, () -> LogPosition.beginning(Epoch.of(1), ""));
    }

    @Test
    void refusesBytesThatAreNoPosition() {
        ByteBuffer bytes =
                ByteBuffer.allocate(40).putLong(1).putShort((short) 900).rewind();
        assertThrows(IllegalArgumentException.class, () -> LogPosition.readFrom(bytes));
    }

    @Test
    void ordersPositionsOfAWriterAsItsEntries() {
        LogPosition later = new LogPosition(Epoch.of(3), "receiver-0.1", 8, 0);
        assertTrue(START.compareTo(later) < 0);
        assertTrue(START.compareTo(new LogExtent(START, 101).endPosition()) < 0);
        assertTrue(START.isSameWriter(later));
    }
}
