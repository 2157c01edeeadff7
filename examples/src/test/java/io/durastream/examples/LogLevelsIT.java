package io.durastream.examples;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.Durations;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestPairOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLevelsIT {

    @TempDir
    Path directory;

    @Test
    void receivesEveryLineOnceOverARestart() throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "INFO started\nWARN slow\nINFO at ");
        try (StreamTest test =
                StreamTest.withBatches(Durations.seconds(1)).checkpointedTo(directory.resolve("checkpoint"))) {
            TestPairOutput<String, Long> levels = test.pairOutput("levels");
            test.start(context ->
                    levels.collect(LogLevels.levels(context.receiverStream(new FollowFileReceiver(log.toString())))));

            awaitCounts(Map.of("INFO", 1L, "WARN", 1L), test, levels);
            test.restart();
            Files.writeString(log, "work\nERROR failed\n", APPEND);
            awaitCounts(Map.of("INFO", 2L, "WARN", 1L, "ERROR", 1L), test, levels);
        }
    }

    /** The receiver runs in real time: batches are run until what it stored has come. */
    private static void awaitCounts(Map<String, Long> expected, StreamTest test, TestPairOutput<String, Long> levels) {
        Awaitility.await().pollInSameThread().untilAsserted(() -> {
            test.runBatch();
            assertEquals(expected, sum(levels));
        });
    }

    private static Map<String, Long> sum(TestPairOutput<String, Long> levels) {
        Map<String, Long> sum = new HashMap<>();
        levels.batches().forEach(batch -> batch.forEach((level, count) -> sum.merge(level, count, Long::sum)));
        return sum;
    }
}
