package io.durastream.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.Durations;
import io.durastream.testkit.CrashPoint;
import io.durastream.testkit.StreamTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlWordCountIT {

    @TempDir
    Path directory;

    @BeforeEach
    void makeInputDirectory() throws IOException {
        Files.createDirectory(directory.resolve("in"));
    }

    @Test
    void countsBeforeAndAfterACrash() throws IOException {
        try (StreamTest test = start()) {
            appear("b a a", 1_000);
            test.runBatch();
            assertEquals("a\t2\nb\t1\n", counts(1_000));

            appear("c", 2_000);
            test.crash(CrashPoint.AFTER_OUTPUTS);
            test.restart();
            assertEquals("c\t1\n", counts(2_000));
        }
    }

    @Test
    void countsAfterARecoveryIntoANewSparkContext() throws IOException {
        try (StreamTest test = start()) {
            appear("a", 1_000);
            test.runBatch();
        }
        try (StreamTest test = start()) {
            appear("b a a", 2_000);
            test.runBatch();
            assertEquals("a\t2\nb\t1\n", counts(2_000));
        }
    }

    /** Starts the application, or recovers it, with a SparkContext of its own. */
    private StreamTest start() {
        String input = directory.resolve("in").toUri().toString();
        CountsFiles output = new CountsFiles(directory.resolve("counts").toString());
        StreamTest test = StreamTest.withBatches(Durations.seconds(1))
                .configured("spark.sql.shuffle.partitions", "2")
                .checkpointedTo(directory.resolve("checkpoint"));
        test.start(context -> SqlWordCount.define(context.textFileStream(input), output));
        return test;
    }

    /** Moves a file of one line in, modified at that time of the test's clock. */
    private void appear(String line, long millis) throws IOException {
        Path file = Files.writeString(directory.resolve("new"), line + "\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
        Files.move(file, directory.resolve("in").resolve(Long.toString(millis)));
    }

    private String counts(long millis) throws IOException {
        return Files.readString(directory.resolve("counts").resolve(millis + ".tsv"));
    }
}
