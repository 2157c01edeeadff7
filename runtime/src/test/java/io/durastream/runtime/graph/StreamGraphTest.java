package io.durastream.runtime.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.Duration;
import io.durastream.Durations;
import io.durastream.runtime.sample.SampleGraph;
import org.junit.jupiter.api.Test;

/** How far back what a batch needs may lie; batches are of one second. */
class StreamGraphTest {

    private final SampleGraph sample = new SampleGraph();
    private final StreamNode<String> input = sample.input("socket", "a");

    @Test
    void needsNoStateWithoutAStatefulOperator() {
        sample.output(window(input, 60));

        assertEquals(Durations.seconds(0), sample.graph().stateReach());
        assertEquals(Durations.seconds(60), sample.graph().reach());
    }

    @Test
    void needsTheVersionBeforeHoweverFarWindowsOverOtherStreamsReach() {
        sample.output(window(input, 60));
        sample.state("counts", input);

        assertEquals(Durations.seconds(1), sample.graph().stateReach());
    }

    @Test
    void needsStateAsFarAsWindowsOverItReach() {
        sample.output(window(sample.state("counts", input), 5));
        assertEquals(Durations.seconds(4 + 1), sample.graph().stateReach());

        sample.output(window(window(sample.state("sessions", input), 5), 3));
        assertEquals(Durations.seconds(4 + 2 + 1), sample.graph().stateReach());
    }

    @Test
    void needsTheInputOfStateNoFurtherThanTheStateBeforeIt() {
        sample.state("counts", window(input, 60));

        assertEquals(Durations.seconds(1), sample.graph().stateReach());
    }

    @Test
    void needsStateAsLongAsTheUserAsksToRemember() {
        sample.state("counts", input);
        sample.graph().remember(Durations.seconds(30));

        assertEquals(Durations.seconds(30 + 1), sample.graph().stateReach());
    }

    private static StreamNode<String> window(StreamNode<String> of, long seconds) {
        return new WindowNode<>(of, Durations.seconds(seconds), new Duration(1000));
    }
}
