package io.durastream.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class InputRecordsTest {

    private final InputRecords records = new InputRecords("words");

    @Test
    void gathersWhatIsAddedUntilItsBatchIsPlanned() {
        records.add(List.of("a"));
        records.add(List.of("b"));

        assertEquals(2, records.plan(0));
        records.add(List.of("c"));

        assertEquals(1, records.plan(1));
        assertEquals(List.of("a", "b"), records.read(0));
        assertEquals(List.of("c"), records.read(1));
    }

    @Test
    void keepsBatchesApart() {
        records.add(List.of("a"));
        records.addBatch(List.of("b"));
        records.addBatch(List.of());
        records.add(List.of("c"));

        assertEquals(List.of(1, 1, 0, 1, 0), List.of(plan(0), plan(1), plan(2), plan(3), plan(4)));
    }

    @Test
    void plansABatchAgainAsItWas() {
        records.add(List.of("a"));
        assertEquals(1, plan(0));

        records.add(List.of("b"));

        assertEquals(1, plan(0), "the plan was not durable, and is made again");
        assertEquals(List.of("b"), planAndRead(1));
    }

    @Test
    void knowsWhetherThereIsMore() {
        assertFalse(records.hasMoreThan(0));
        records.add(List.of("a"));

        assertTrue(records.hasMoreThan(0));
        assertFalse(records.hasMoreThan(1));
    }

    @Test
    void refusesACheckpointOfAnotherTest() {
        records.add(List.of("a"));

        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> records.requirePlanned(2));

        assertTrue(refusal.toString().contains("'words'"), refusal.toString());
    }

    private int plan(int batch) {
        return records.plan(batch);
    }

    private List<Object> planAndRead(int batch) {
        assertTrue(plan(batch) > 0);
        return records.read(batch);
    }
}
