package io.durastream.recovery.process;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.ledger.History;
import io.durastream.chaos.ledger.History.Execution;
import io.durastream.chaos.ledger.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The oracle accepts a history written down by hand, and none in which anything was changed. */
final class OracleTest {

    private static final List<String> SOURCE = List.of("a b", "a", "c", "c d");

    /** The time of the n-th batch, from 1. */
    private static long time(int batch) {
        return 1_000 + batch * Shape.BATCH_MILLIS;
    }

    private final Map<String, NavigableMap<Long, List<Execution>>> streams = new HashMap<>();

    /**
     * Ten batches: "a b" and "a" in the first, "c" in the third, "c d" in the fourth, the others empty. With a timeout of
     * 4 batches a and b time out in the 6th, c and d in the 9th; a window has 4 batches and comes every second.
     */
    OracleTest() {
        List<String> counts = List.of("a\t2", "b\t1");
        batch(1, List.of("a b", "a"), counts, List.of(said(1, "a", "1"), said(1, "a", "2"), said(1, "b", "1")));
        batch(2, List.of(), counts, List.of());
        batch(3, List.of("c"), List.of("a\t2", "b\t1", "c\t1"), List.of(said(3, "c", "1")));
        List<String> all = List.of("a\t2", "b\t1", "c\t2", "d\t1");
        batch(4, List.of("c d"), all, List.of(said(4, "c", "2"), said(4, "d", "1")));
        batch(5, List.of(), all, List.of());
        batch(6, List.of(), all, List.of(said(6, "a", "timed out at 2"), said(6, "b", "timed out at 1")));
        batch(7, List.of(), all, List.of());
        batch(8, List.of(), all, List.of());
        batch(9, List.of(), all, List.of(said(9, "c", "timed out at 2"), said(9, "d", "timed out at 1")));
        batch(10, List.of(), all, List.of());
        put(Workload.WINDOW, 2, List.of("a\t2", "b\t1"));
        put(Workload.WINDOW, 4, all);
        put(Workload.WINDOW, 6, List.of("c\t2", "d\t1"));
        put(Workload.WINDOW, 8, List.of());
        put(Workload.WINDOW, 10, List.of());
    }

    private void batch(int number, List<String> input, List<String> counts, List<String> sessions) {
        put(Ledger.INPUT, number, input);
        put(Workload.COUNTS, number, counts);
        put(Workload.SESSIONS, number, sessions);
    }

    private static String said(int batch, String word, String what) {
        return time(batch) + "\t" + word + "\t" + what;
    }

    private void put(String stream, int batch, List<String> lines) {
        streams.computeIfAbsent(stream, name -> new TreeMap<>())
                .computeIfAbsent(time(batch), when -> new ArrayList<>())
                .add(new Execution("process-" + streams.size(), lines));
    }

    private NavigableMap<Long, List<Execution>> stream(String name) {
        return requireNonNull(streams.get(name));
    }

    /** Changes what the only execution of an output wrote. */
    private void change(String stream, int batch, UnaryOperator<List<String>> change) {
        List<Execution> executions = requireNonNull(stream(stream).get(time(batch)));
        List<String> changed = change.apply(new ArrayList<>(executions.get(0).lines()));
        executions.set(0, new Execution("changed", changed));
    }

    private List<String> findings(long acknowledged) {
        return Oracle.judge(
                new History(streams), number -> number < SOURCE.size() ? SOURCE.get((int) number) : "?", acknowledged);
    }

    private void assertFinds(String what) {
        List<String> findings = findings(4);
        assertTrue(findings.stream().anyMatch(finding -> finding.contains(what)), findings::toString);
    }

    @Test
    void acceptsAGoodHistory() {
        assertEquals(List.of(), findings(4));
    }

    @Test
    void acceptsThatTheLastBatchDidNotComeToItsEnd() {
        put(Ledger.INPUT, 11, List.of());
        assertEquals(List.of(), findings(4));
    }

    @Test
    void acceptsARepetitionWithTheSameResult() {
        put(Workload.SESSIONS, 3, List.of(said(3, "c", "1")));
        assertEquals(List.of(), findings(4));
    }

    @Test
    void findsARepetitionWithAnotherResult() {
        put(Ledger.INPUT, 3, List.of("c", "c d"));
        assertFinds("with another result");
    }

    @Test
    void findsALostRecord() {
        change(Ledger.INPUT, 3, lines -> List.of());
        assertFinds("where record 2 'c' should be");
    }

    @Test
    void findsThatTheLastRecordsWereLost() {
        List<String> findings = findings(5);
        assertEquals(1, findings.size(), findings::toString);
        assertTrue(findings.get(0).startsWith("Lost: 5 records were acknowledged"), findings::toString);
    }

    @Test
    void findsARecordThatCameTwice() {
        change(Ledger.INPUT, 4, lines -> List.of("c", "c d"));
        assertFinds("where record 3 'c d' should be");
    }

    @Test
    void findsRecordsInAnotherOrder() {
        change(Ledger.INPUT, 1, lines -> List.of("a", "a b"));
        assertFinds("where record 0 'a b' should be");
    }

    @Test
    void findsAMissingBatch() {
        stream(Ledger.INPUT).remove(time(5));
        assertFinds("Batch " + time(5) + " is missing");
    }

    @Test
    void findsAMissingOutput() {
        stream(Workload.COUNTS).remove(time(5));
        assertFinds("Batch " + time(5) + " of word-count is missing");
    }

    @Test
    void findsABatchBesideTheGrid() {
        stream(Ledger.INPUT).put(time(5) + 1, List.of(new Execution("odd", List.of())));
        assertFinds("beside the grid");
    }

    @Test
    void findsAWrongCount() {
        change(Workload.COUNTS, 4, lines -> List.of("a\t2", "b\t1", "c\t3", "d\t1"));
        assertFinds("of word-count: expected 4 lines, found 4; missing [c\t2], not expected [c\t3]");
    }

    @Test
    void findsAStateThatWasForgotten() {
        change(Workload.COUNTS, 9, lines -> List.of("a\t2", "b\t1", "c\t2"));
        assertFinds("missing [d\t1]");
    }

    @Test
    void findsATimeoutThatDidNotCome() {
        change(Workload.SESSIONS, 6, lines -> lines.subList(0, 1));
        assertFinds("missing [" + said(6, "b", "timed out at 1"));
    }

    @Test
    void findsATimeoutThatCameTwice() {
        change(Workload.SESSIONS, 7, lines -> List.of(said(7, "b", "timed out at 1")));
        assertFinds("not expected [" + said(7, "b", "timed out at 1"));
    }

    @Test
    void findsAWindowThatWhatLeftWasNotTakenOutOf() {
        change(Workload.WINDOW, 6, lines -> List.of("a\t2", "b\t1", "c\t2", "d\t1"));
        assertFinds("of window: expected 2 lines, found 4");
    }

    @Test
    void findsAWindowThatIsNotDue() {
        put(Workload.WINDOW, 5, List.of());
        assertFinds("of window is not due");
    }

    @Test
    void findsThatNothingHappened() {
        streams.clear();
        assertFinds("no batch at all");
    }
}
