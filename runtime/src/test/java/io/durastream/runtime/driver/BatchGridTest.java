package io.durastream.runtime.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.durastream.checkpoint.BatchTime;
import org.junit.jupiter.api.Test;

class BatchGridTest {

    @Test
    void beginsAtTheNextMultipleOfTheInterval() {
        assertEquals(new BatchTime(2_000), BatchGrid.startingAt(1_001, 1_000).first());
        assertEquals(new BatchTime(2_000), BatchGrid.startingAt(1_000, 1_000).first());
    }

    @Test
    void goesOnByTheInterval() {
        assertEquals(new BatchTime(2_500), new BatchGrid(1_000, 500).after(new BatchTime(2_000)));
    }

    @Test
    void leadsBackToTheGridFromATimeBesideIt() {
        assertEquals(new BatchTime(2_500), new BatchGrid(1_000, 500).after(new BatchTime(2_123)));
        assertEquals(new BatchTime(1_500), new BatchGrid(1_000, 500).after(new BatchTime(3)));
    }

    @Test
    void refusesAnIntervalThatIsNotPositive() {
        assertThrows(IllegalArgumentException.class, () -> new BatchGrid(0, 0));
    }
}
