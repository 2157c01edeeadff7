package io.durastream.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.Durations;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestInput;
import io.durastream.testkit.TestPairOutput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SocketWordCountIT {

    @Test
    void countsTheWordsOfEachBatchByItself() {
        try (StreamTest test = StreamTest.withBatches(Durations.seconds(1))) {
            TestInput<String> lines = test.input("lines");
            TestPairOutput<String, Long> counts = test.pairOutput("counts");
            test.start(context -> counts.collect(SocketWordCount.counts(lines.stream(context))));

            lines.addBatches(List.of("to be or", "not to be"), List.of("to"));
            test.runBatches(3);

            assertEquals(
                    List.of(Map.of("to", 2L, "be", 2L, "or", 1L, "not", 1L), Map.of("to", 1L), Map.of()),
                    counts.batches());
        }
    }
}
