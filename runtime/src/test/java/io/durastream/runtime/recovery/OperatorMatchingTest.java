package io.durastream.runtime.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.BatchRecord;
import io.durastream.checkpoint.BatchRecord.ApplicationStarted;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.LogEntry;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.OperatorInfo;
import io.durastream.checkpoint.StateEntry;
import io.durastream.checkpoint.WriterId;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.sample.SampleGraph;
import io.durastream.storage.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperatorMatchingTest {

    private static final WriterId WRITER = WriterId.of("writer");
    private static final BatchTime FIRST = new BatchTime(1000);

    private final SampleGraph before = new SampleGraph();
    private final StreamNode<String> linesBefore = before.input("socketTextStream", "a:1");
    private final SampleGraph now = new SampleGraph();
    private final StreamNode<String> linesNow = now.input("socketTextStream", "a:1");

    @Test
    void takesEverythingForNewWithoutACheckpoint() {
        OperatorMatching matching = OperatorMatching.match(LogState.empty(), IdentifiedGraph.of(now.graph()), Set.of());

        assertEquals(1, matching.added().size());
        assertEquals(List.of(), matching.kept());
    }

    @Test
    void keepsWhatMatchesAndAddsTheRest() {
        before.state("updateStateByKey", linesBefore);
        now.state("updateStateByKey", now.map(linesNow, it -> it + "!"));
        now.state("mapWithState", linesNow).uid("sessions");

        OperatorMatching matching = match();

        assertEquals(2, matching.kept().size());
        assertEquals(List.of("sessions"), ids(matching.added()));
        assertEquals(List.of(), matching.dropped());
    }

    @Test
    void refusesToLoseStateAndSaysWhatToDo() {
        before.state("updateStateByKey", linesBefore).uid("counts");
        now.state("updateStateByKey", linesNow).uid("totals");

        String message = refusal();

        assertTrue(message.contains("nothing was changed"), message);
        assertTrue(
                message.matches(
                        "(?s).*\\n  counts  updateStateByKey at \\w+.java:\\d+  holds state in 2 partitions\\n.*"),
                message);
        assertTrue(message.matches("(?s).*\\n  totals  updateStateByKey at \\w+.java:\\d+\\n.*"), message);
        assertTrue(message.contains("call uid(\"counts\")"), message);
        assertTrue(message.contains("durastream.recovery.drop=counts"), message);
    }

    @Test
    void refusesToLosePositions() {
        before.input("textFileStream", "/in");

        String message = refusal();

        assertTrue(message.contains("textFileStream-"), message);
        assertTrue(message.contains("holds positions of 1 retained batches"), message);
    }

    @Test
    void dropsWhatTheUserGaveUpAndNothingElse() {
        before.state("updateStateByKey", linesBefore).uid("counts");
        before.state("mapWithState", linesBefore).uid("sessions");
        now.state("mapWithState", linesNow).uid("sessions");

        OperatorMatching matching = match("counts", "sessions", "unknown");

        assertEquals(List.of(OperatorId.of("counts")), matching.dropped());
        assertTrue(ids(matching.kept()).contains("sessions"));
    }

    @Test
    void doesNotMissAnOperatorThatHoldsNothing() {
        IdentifiedGraph old = IdentifiedGraph.of(before.graph());
        before.state("updateStateByKey", linesBefore).uid("counts");

        OperatorMatching matching = OperatorMatching.match(
                checkpoint(IdentifiedGraph.of(before.graph()), old), IdentifiedGraph.of(now.graph()), Set.of());

        assertEquals(1, matching.kept().size());
        assertEquals(List.of(), matching.dropped());
    }

    @Test
    void refusesAnotherOperatorUnderTheSameId() {
        before.state("updateStateByKey", linesBefore).uid("counts");
        now.state("mapWithState", linesNow).uid("counts");

        assertTrue(refusal().contains("state in 2 partitions of updateStateByKey"), refusal());

        SampleGraph input = new SampleGraph();
        input.input("socketTextStream", "a:1");
        input.input("textFileStream", "/in").uid("counts");
        String message = refusal(before, input);
        assertTrue(message.contains("the application has textFileStream"), message);
    }

    @Test
    void matchesOperatorsOfTheSameStructureWhileTheirNumberIsTheSame() {
        twice(before, linesBefore);
        twice(now, linesNow);

        assertEquals(3, match().kept().size());
    }

    @Test
    void refusesToGuessWhichOfTheSameStructureIsWhich() {
        before.state("updateStateByKey", linesBefore);
        twice(now, linesNow);

        String message = refusal();

        assertTrue(message.contains("only an explicit uid can tell"), message);
        assertTrue(message.contains("the checkpoint has 1 (" + stateIds(before).get(0) + ")"), message);
        assertTrue(message.contains("the application has 2"), message);
    }

    @Test
    void matchesOneOfTheSameStructureThatTheUserNamed() {
        before.state("updateStateByKey", linesBefore);
        now.state("updateStateByKey", linesNow);
        now.state("updateStateByKey", linesNow).uid(stateIds(before).get(0));

        OperatorMatching matching = match();

        assertTrue(ids(matching.kept()).contains(stateIds(before).get(0)));
        assertEquals(List.of(stateIds(before).get(0) + "-2"), ids(matching.added()));
    }

    @Test
    void dropsOneOfTheSameStructure() {
        twice(before, linesBefore);
        now.state("updateStateByKey", linesNow);
        String first = stateIds(before).get(0);

        assertTrue(refusal().contains("the application has 1"), refusal());
        assertEquals(List.of(OperatorId.of(first + "-2")), match(first + "-2").dropped());
        assertThrows(CheckpointMismatchException.class, () -> match(first));
    }

    @Test
    void readsTheListOfWhatToDrop() {
        assertEquals(Set.of(OperatorId.of("a"), OperatorId.of("b")), OperatorMatching.parseDrop(" a, b ,"));
        assertEquals(Set.of(), OperatorMatching.parseDrop(""));
    }

    private static void twice(SampleGraph graph, StreamNode<String> lines) {
        graph.state("updateStateByKey", lines);
        graph.state("updateStateByKey", lines);
    }

    private OperatorMatching match(String... drop) {
        return match(before, now, drop);
    }

    private static OperatorMatching match(SampleGraph before, SampleGraph now, String... drop) {
        IdentifiedGraph old = IdentifiedGraph.of(before.graph());
        return OperatorMatching.match(
                checkpoint(old, old),
                IdentifiedGraph.of(now.graph()),
                OperatorMatching.parseDrop(String.join(",", drop)));
    }

    private String refusal() {
        return refusal(before, now);
    }

    private static String refusal(SampleGraph before, SampleGraph now) {
        return String.valueOf(assertThrows(CheckpointMismatchException.class, () -> match(before, now))
                .getMessage());
    }

    private static List<String> ids(List<OperatorInfo> operators) {
        return operators.stream().map(OperatorInfo::id).map(OperatorId::value).toList();
    }

    private static List<String> stateIds(SampleGraph graph) {
        return ids(IdentifiedGraph.of(graph.graph()).operators().stream()
                .filter(operator -> operator.kind() == OperatorInfo.Kind.STATE)
                .toList());
    }

    /** One committed batch of {@code application}, in which the operators of {@code holding} left something. */
    private static LogState checkpoint(IdentifiedGraph application, IdentifiedGraph holding) {
        List<InputRange> inputs = new ArrayList<>();
        List<StateEntry> state = new ArrayList<>();
        for (OperatorInfo operator : holding.operators()) {
            if (operator.kind() == OperatorInfo.Kind.INPUT) {
                inputs.add(new InputRange(operator.id(), Bytes.utf8("0-9"), 10, "0 to 9"));
            } else {
                state.add(new StateEntry(operator.id(), 0, Bytes.utf8("ref")));
                state.add(new StateEntry(operator.id(), 1, Bytes.utf8("ref")));
            }
        }
        List<BatchRecord> records = List.of(
                new ApplicationStarted("graph", 0, 1000, application.operators()),
                new BatchRecord.Planned(FIRST, inputs),
                new BatchRecord.Committed(FIRST, state, List.of(), FIRST, FIRST));
        return LogState.empty()
                .apply(entry(1, List.of(new BatchRecord.EpochStarted(new Epoch(1), WRITER, 0, "host"))))
                .apply(entry(2, records));
    }

    private static LogEntry entry(long sequence, List<BatchRecord> records) {
        return new LogEntry(sequence, new Epoch(1), WRITER, 0, records);
    }
}
