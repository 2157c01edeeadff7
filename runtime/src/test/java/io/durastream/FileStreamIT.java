package io.durastream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.testkit.CrashPoint;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A monitored directory across restarts of the application, in one JVM. */
@Timeout(240)
class FileStreamIT {

    @TempDir
    Path directory;

    private Path input;

    @BeforeEach
    void makeInputDirectory() throws IOException {
        input = Files.createDirectories(directory.resolve("in"));
    }

    @Test
    void neitherSkipsNorRepeatsAFileWhateverEndsTheDriver() throws Exception {
        try (StreamTest test =
                StreamTest.withBatches(Durations.seconds(1)).checkpointedTo(directory.resolve("checkpoint"))) {
            TestOutput<String> lines = test.output("lines");
            String monitored = input.toUri().toString();
            appear("there-before", test.now());
            test.start(context -> lines.collect(context.textFileStream(monitored)));
            appear("in-the-first-batch", test.now().plus(Durations.milliseconds(1)));
            test.runBatch();
            appear("at-the-stop", test.now().plus(Durations.milliseconds(1)));
            test.restart();
            test.runBatch();
            for (CrashPoint crash : CrashPoint.values()) {
                appear(crash.name(), test.now().plus(Durations.seconds(1)));
                test.crash(crash);
                appear("down-after-" + crash, test.now().plus(Durations.milliseconds(1)));
                test.restart();
                test.runBatch();
            }
            test.runBatch();

            assertEquals(
                    List.of(
                            List.of("in-the-first-batch"),
                            List.of("at-the-stop"),
                            List.of("down-after-BETWEEN_BATCHES", "BETWEEN_BATCHES"),
                            List.of("BEFORE_OUTPUTS"),
                            List.of("down-after-BEFORE_OUTPUTS"),
                            List.of("AFTER_OUTPUTS"),
                            List.of("down-after-AFTER_OUTPUTS"),
                            List.of()),
                    lines.batches());
        }
    }

    /** A file that has its own name as its one line appears whole, modified at that time. */
    private void appear(String name, Time modified) throws IOException {
        Path written = Files.writeString(directory.resolve(name), name + "\n");
        Files.setLastModifiedTime(written, FileTime.fromMillis(modified.milliseconds()));
        Files.move(written, input.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
