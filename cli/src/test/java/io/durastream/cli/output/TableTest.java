package io.durastream.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Table table = new Table("A", "LONG HEAD", "C").row("longer", "x", "").row("1", "2", "3");
        assertEquals("""
                A       LONG HEAD  C
                longer  x
                1       2          3
                """, table.text());
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThrows(IllegalArgumentException.class, () -> new Table("A", "B").row("1"));
    }
}
