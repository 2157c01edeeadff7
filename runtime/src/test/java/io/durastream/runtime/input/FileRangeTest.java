package io.durastream.runtime.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.PositionRange;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileRangeTest {

    private static final FileRange TWO = new FileRange(
            5, 1000, List.of(new PlannedFile("file:/in/ä", 900, 3), new PlannedFile("file:/in/b", 901, 1L << 40)));

    @Test
    void isTheSameAfterItsBytes() {
        assertEquals(TWO, FileRange.of(TWO.encode()));
        FileRange empty = new FileRange(Long.MIN_VALUE, 7, List.of());
        assertEquals(empty, FileRange.of(empty.encode()));
    }

    @Test
    void hasTheDocumentedBytes() {
        FileRange one = new FileRange(1, 2, List.of(new PlannedFile("ab", 3, 4)));

        assertEquals(
                "01" + "0000000000000001" + "0000000000000002" + "00000001" + "0000000000000003" + "0000000000000004"
                        + "00000002" + "6162",
                HexFormat.of().formatHex(one.encode().bytes()));
    }

    @Test
    void refusesAVersionThatItDoesNotKnow() {
        byte[] bytes = TWO.encode().bytes();
        bytes[0] = 2;

        String message = assertThrows(IllegalStateException.class, () -> FileRange.of(PositionRange.of(bytes)))
                .getMessage();
        assertTrue(String.valueOf(message).contains("found version 2"), message);
    }

    @Test
    void describesItselfForPeople() {
        assertEquals("2 files: file:/in/ä …", TWO.encode().description());
        assertEquals(
                "1 file: x",
                new FileRange(0, 0, List.of(new PlannedFile("x", 0, 0)))
                        .encode()
                        .description());
        assertEquals("no new files", new FileRange(0, 0, List.of()).encode().description());
    }
}
