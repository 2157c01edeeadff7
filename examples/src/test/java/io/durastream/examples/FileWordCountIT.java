package io.durastream.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.Durations;
import io.durastream.testkit.CrashPoint;
import io.durastream.testkit.StreamTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWordCountIT {

    @TempDir
    Path directory;

    @Test
    void countsEachFileOnceWhenTheDriverDiesAfterItsOutput() throws IOException {
        String input = Files.createDirectory(directory.resolve("in")).toUri().toString();
        String output = directory.resolve("out").toUri().toString();
        try (StreamTest test =
                StreamTest.withBatches(Durations.seconds(5)).checkpointedTo(directory.resolve("checkpoint"))) {
            test.start(context -> FileWordCount.writeCounts(context.textFileStream(input), output));

            appear("first", "a b a", 5_000);
            test.runBatch();
            appear("second", "a c", 10_000);
            test.crash(CrashPoint.AFTER_OUTPUTS);
            test.restart(); // and the second batch is executed again
            test.runBatch();

            assertEquals(List.of("a\t2", "b\t1"), counts(5_000));
            assertEquals(List.of("a\t1", "c\t1"), counts(10_000));
            assertEquals(List.of(), counts(15_000));
        }
    }

    /** Moves a file of one line in, modified at that time of the test's clock. */
    private void appear(String name, String line, long millis) throws IOException {
        Path file = Files.writeString(directory.resolve(name), line + "\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
        Files.move(file, directory.resolve("in").resolve(name));
    }

    private List<String> counts(long millis) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> parts = Files.list(directory.resolve("out-" + millis + ".counts"))) {
            for (Path part : parts.toList()) {
                if (part.getFileName().toString().startsWith("part-")) {
                    lines.addAll(Files.readAllLines(part));
                }
            }
        }
        return lines.stream().sorted().toList();
    }
}
