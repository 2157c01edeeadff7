package io.durastream.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.Durations;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestInput;
import io.durastream.testkit.TestPairOutput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningWordCountIT {

    @TempDir
    Path directory;

    @Test
    void goesOnCountingAfterARestart() {
        try (StreamTest test = StreamTest.withBatches(Durations.seconds(1)).checkpointedTo(directory)) {
            TestInput<String> lines = test.input("lines");
            TestPairOutput<String, Long> totals = test.pairOutput("totals");
            test.start(context -> totals.collect(RunningWordCount.totals(lines.stream(context))));

            lines.addBatches(List.of("a b a"), List.of("b"));
            test.runBatch();
            assertEquals(Map.of("a", 2L, "b", 1L), totals.last());
            test.restart();
            test.runBatch();
            assertEquals(Map.of("a", 2L, "b", 2L), totals.last());
        }
    }

    @Test
    void keepsItsCountsWhenTheCodeChanges() {
        try (StreamTest test = StreamTest.withBatches(Durations.seconds(1)).checkpointedTo(directory)) {
            TestInput<String> lines = test.input("lines");
            TestPairOutput<String, Long> totals = test.pairOutput("totals");
            test.start(context ->
                    totals.collect(RunningWordCount.totals(lines.stream(context).uid("lines"))));
            lines.addBatches(List.of("a b a"), List.of("b", "# c"));
            test.runBatch();

            test.upgrade(context -> totals.collect(
                    RunningWordCount.totals(lines.stream(context).uid("lines").filter(line -> !line.startsWith("#")))));
            test.runBatch();
            assertEquals(Map.of("a", 2L, "b", 2L), totals.last());
        }
    }
}
