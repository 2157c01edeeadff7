package io.durastream.recovery.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.chaos.ledger.History;
import io.durastream.chaos.ledger.History.Execution;
import io.durastream.chaos.ledger.Ledger;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three batches with a record each: process 1 runs the first, process 2, a later version, the others. */
final class VersionsOracleTest {

    private static final List<String> RECORDS = List.of("a", "a", "b");

    private final NavigableMap<Long, List<Execution>> inputs = new TreeMap<>();
    private final NavigableMap<Long, List<Execution>> counts = new TreeMap<>();

    @BeforeEach
    void fill() {
        for (int batch = 0; batch < RECORDS.size(); batch++) {
            put(inputs, batch, batch == 0 ? 1 : 2, RECORDS.get(batch));
        }
        put(counts, 0, 1, "a\t1");
        put(counts, 1, 2, "a\t11");
    }

    private static void put(NavigableMap<Long, List<Execution>> stream, int batch, int pid, String... lines) {
        long time = (batch + 1) * Shape.BATCH_MILLIS;
        stream.put(time, List.of(new Execution(pid + "-" + time + ".tsv", List.of(lines))));
    }

    private List<String> judge() {
        VersionsOracle oracle = new VersionsOracle(number -> RECORDS.get((int) number));
        oracle.weighs(1, 1);
        oracle.weighs(2, 10);
        return oracle.judge(new History(Map.of(Ledger.INPUT, inputs, "counts", counts)), List.of("counts"));
    }

    @Test
    void findsNothingWhenTheStateIsKept() {
        assertEquals(List.of(), judge());
    }

    @Test
    void findsStateThatWasLostWithTheUpgrade() {
        put(counts, 1, 2, "a\t10");
        assertEquals(
                List.of("Batch 2000 of counts: expected 1 lines, found 1; missing [a\t11], not expected [a\t10]"),
                judge());
    }

    @Test
    void findsARecordThatIsMissing() {
        put(inputs, 1, 2, "b");
        assertEquals("Batch 2000 has 'b' as record 1", judge().get(0));
    }

    @Test
    void findsABatchThatIsMissing() {
        inputs.remove(2 * Shape.BATCH_MILLIS);
        assertEquals(List.of("Batch 2000 is missing, though there are later ones"), judge());
    }

    @Test
    void findsAnOutputThatIsMissing() {
        put(counts, 2, 2, "a\t11", "b\t10");
        counts.remove(2 * Shape.BATCH_MILLIS);
        assertEquals("Batch 2000 of counts is missing", judge().get(0));
    }
}
