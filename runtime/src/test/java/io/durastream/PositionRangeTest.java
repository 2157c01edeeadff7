package io.durastream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PositionRangeTest {

    @Test
    void hasTheNumbersThatItWasMadeOf() {
        PositionRange range = PositionRange.between(10, 25);

        assertEquals(10, range.from());
        assertEquals(25, range.until());
        assertEquals(15, range.records());
        assertEquals("10-25", range.description());
        assertEquals(Long.MAX_VALUE, PositionRange.between(0, Long.MAX_VALUE).until());
        assertEquals(0, PositionRange.between(7, 7).records());
    }

    @Test
    void refusesNumbersThatAreNoRange() {
        assertThrows(IllegalArgumentException.class, () -> PositionRange.between(3, 2));
        assertThrows(IllegalArgumentException.class, () -> PositionRange.between(-1, 2));
        String message = String.valueOf(assertThrows(
                        IllegalStateException.class,
                        () -> PositionRange.of("a file").from())
                .getMessage());
        assertTrue(message.contains("a file"), message);
    }

    @Test
    void keepsTextAndBytes() {
        PositionRange text = PositionRange.of("topic: 1-2, grün");
        assertEquals("topic: 1-2, grün", text.text());
        assertEquals(PositionRange.UNKNOWN_RECORDS, text.records());
        assertEquals("topic: 1-2, grün", text.description());

        byte[] content = {1, -2, 3};
        PositionRange bytes = PositionRange.of(content);
        content[0] = 9;
        bytes.bytes()[1] = 9;
        assertArrayEquals(new byte[] {1, -2, 3}, bytes.bytes());
        assertEquals("3 bytes", bytes.description());
    }

    @Test
    void isAValue() {
        PositionRange range = PositionRange.of("x").withRecords(2).withDescription("two");

        assertEquals(range, PositionRange.of("x").withDescription("two").withRecords(2));
        assertEquals(
                range.hashCode(),
                PositionRange.of("x").withDescription("two").withRecords(2).hashCode());
        assertNotEquals(range, range.withRecords(3));
        assertNotEquals(range, range.withDescription("2"));
        assertNotEquals(range, PositionRange.of("y").withRecords(2).withDescription("two"));
    }
}
