package io.durastream.runtime.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.OperatorInfo;
import io.durastream.runtime.graph.DerivedNode;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.sample.SampleGraph;
import io.durastream.runtime.sample.SampleState;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class IdentifiedGraphTest {

    private final SampleGraph sample = new SampleGraph();

    @Test
    void identifiesInputsAndStateOnly() {
        StreamNode<String> lines = sample.input("socketTextStream", "a:1");
        sample.state("updateStateByKey", sample.map(lines, it -> it));

        assertEquals(
                List.of(OperatorInfo.Kind.INPUT, OperatorInfo.Kind.STATE),
                operators().stream().map(OperatorInfo::kind).toList());
        assertEquals(
                "updateStateByKey(socketTextStream[a:1])", operators().get(1).structure());
    }

    /** Ids are on disk: this one has to stay what it is. */
    @Test
    void derivesTheSameIdInEveryRelease() {
        sample.state("updateStateByKey", sample.input("socketTextStream", "a:1"));

        assertEquals(List.of("socketTextStream-cdb95f1a19", "updateStateByKey-bc114273a4"), ids());
    }

    @Test
    void keepsTheIdWhenAnElementWiseOperatorIsAdded() {
        assertEquals(
                idOfStateOver(lines -> lines),
                idOfStateOver(lines -> sample.derived("mapToPair", sample.derived("filter", lines))));
    }

    @Test
    void looksThroughViewsOfAnOperator() {
        SampleState counts = sample.state("countByWindow", sample.input("socketTextStream", "a:1"));
        StreamNode<String> scan = new DerivedNode<>("countByWindow", counts, rdd -> rdd, counts);
        StreamNode<String> view = new DerivedNode<>("countByWindow", scan, rdd -> rdd, scan.identity());
        sample.state("updateStateByKey", view);

        assertEquals(
                "updateStateByKey(countByWindow(socketTextStream[a:1]))",
                operators().get(2).structure());
    }

    @Test
    void changesTheIdWhenTheShapeChanges() {
        assertNotEquals(idOfStateOver(lines -> lines), idOfStateOver(lines -> sample.derived("reduceByKey", lines)));
        assertNotEquals(
                idOfStateOver(lines -> lines),
                idOfStateOver(lines -> sample.union(lines, sample.input("textFileStream", "/in"))));
    }

    @Test
    void doesNotMindTheOrderOfAUnion() {
        StreamNode<String> a = new SampleGraph().input("socketTextStream", "a:1");
        StreamNode<String> b = new SampleGraph().input("socketTextStream", "b:1");
        assertEquals(idOfStateOver(lines -> sample.union(a, b)), idOfStateOver(lines -> sample.union(b, a)));
    }

    @Test
    void tellsInputsApartByWhatTheyRead() {
        sample.input("socketTextStream", "a:1");
        sample.input("socketTextStream", "b:1");

        assertNotEquals(ids().get(0), ids().get(1));
    }

    @Test
    void numbersOperatorsOfTheSameStructure() {
        StreamNode<String> lines = sample.input("socketTextStream", "a:1");
        sample.state("updateStateByKey", lines);
        sample.state("updateStateByKey", lines);
        sample.state("updateStateByKey", lines).uid(ids().get(1));

        assertEquals(List.of(ids().get(3) + "-2", ids().get(3) + "-3"), List.of(ids().get(1), ids().get(2)));
    }

    @Test
    void prefersTheIdThatTheUserGave() {
        sample.state("updateStateByKey", sample.input("socketTextStream", "a:1"))
                .uid("counts");

        assertEquals("counts", ids().get(1));
        assertTrue(operators().get(1).explicitId());
    }

    @Test
    void identifiesAViewByItsOperator() {
        SampleState state = sample.state("mapWithState", sample.input("socketTextStream", "a:1"));
        StreamNode<String> view = new DerivedNode<>("mapWithState", state, rdd -> rdd, state);
        sample.state("updateStateByKey", view);
        view.identity().uid("sessions");

        assertEquals("sessions", ids().get(1));
        assertEquals(
                "updateStateByKey(mapWithState(socketTextStream[a:1]))",
                operators().get(2).structure());
    }

    @Test
    void refusesAnIdThatIsGivenTwiceAndNamesBothPlaces() {
        StreamNode<String> lines = sample.input("socketTextStream", "a:1");
        sample.state("updateStateByKey", lines).uid("counts");
        sample.state("mapWithState", lines).uid("counts");

        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, this::operators).getMessage());

        assertTrue(
                message.matches("(?s)uid\\(\"counts\"\\) is given twice, to updateStateByKey at \\w+\\.java:\\d+"
                        + " and to mapWithState at \\w+\\.java:\\d+;.*\\n  first: .*\\n  second: .*"),
                message);
    }

    @Test
    void refusesAnInvalidIdAndNamesThePlace() {
        sample.input("socketTextStream", "a:1").uid("a/b");

        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, this::operators).getMessage());

        assertTrue(message.startsWith("The uid of socketTextStream at "), message);
        assertTrue(message.contains("'a/b'"), message);
    }

    @Test
    void staysFastWhenStreamsMeetAgainAndAgain() {
        StreamNode<String> stream = sample.input("socketTextStream", "a:1");
        for (int i = 0; i < 60; i++) {
            stream = sample.union(stream, stream);
        }
        sample.state("updateStateByKey", stream);

        assertEquals(2, operators().size());
    }

    private List<OperatorInfo> operators() {
        return IdentifiedGraph.of(sample.graph()).operators();
    }

    private List<String> ids() {
        return operators().stream().map(OperatorInfo::id).map(OperatorId::value).toList();
    }

    private static String idOfStateOver(UnaryOperator<StreamNode<String>> between) {
        SampleGraph fresh = new SampleGraph();
        StreamNode<String> lines = fresh.input("socketTextStream", "a:1");
        SampleState state = fresh.state("updateStateByKey", between.apply(lines));
        return Objects.requireNonNull(IdentifiedGraph.of(fresh.graph()).ids().get(state))
                .value();
    }
}
