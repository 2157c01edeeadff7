package io.durastream.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.Durations;
import io.durastream.testkit.CrashPoint;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoverableWordCountIT {

    @TempDir
    Path directory;

    @Test
    void dropsTheSameWordsAndGoesOnCountingThemAfterACrash() throws IOException {
        Path counts = directory.resolve("counts");
        try (StreamTest test =
                StreamTest.withBatches(Durations.seconds(1)).checkpointedTo(directory.resolve("checkpoint"))) {
            TestInput<String> lines = test.input("lines");
            CountsFiles output = new CountsFiles(counts.toString());
            test.start(context -> RecoverableWordCount.define(lines.stream(context), output));

            lines.addBatches(List.of("the king of the hill"), List.of("a king"), List.of("the end"));
            test.runBatch();
            assertEquals(3, dropped(test));

            // The second batch runs twice, and counts once.
            test.crash(CrashPoint.AFTER_OUTPUTS);
            test.restart();
            assertEquals(4, dropped(test));
            assertEquals("king\t1\n", Files.readString(counts.resolve("2000.tsv")));

            test.runBatch();
            assertEquals(5, dropped(test));
            assertEquals("end\t1\n", Files.readString(counts.resolve("3000.tsv")));
        }
    }

    private static long dropped(StreamTest test) {
        return test.context().longAccumulator(RecoverableWordCount.DROPPED).value();
    }
}
