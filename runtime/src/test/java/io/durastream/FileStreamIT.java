package io.durastream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A monitored directory across restarts of the application, in one JVM. */
@Timeout(240)
class FileStreamIT {

    /** By batch: a batch that is executed again after a restart replaces its output. */
    private static final NavigableMap<Time, List<String>> OUTPUT = new ConcurrentSkipListMap<>();

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    @BeforeEach
    void forget() throws IOException {
        OUTPUT.clear();
        Files.createDirectories(directory.resolve("in"));
    }

    @Test
    void neitherSkipsNorRepeatsAFileAcrossRestarts() throws Exception {
        appear("there-before");
        List<String> expected = new ArrayList<>();
        for (int run = 1; run <= 3; run++) {
            try (StreamingContext context = recoverOrMake()) {
                context.start();
                appear(name(expected, "while-running-" + run));
                await().atMost(PATIENCE).until(() -> lines().containsAll(expected));
            }
            appear(name(expected, "while-down-" + run));
        }
        try (StreamingContext context = recoverOrMake()) {
            context.start();
            appear(name(expected, "last"));
            await().atMost(PATIENCE).until(() -> lines().containsAll(expected));
        }

        assertEquals(expected, lines());
    }

    private static List<String> lines() {
        return OUTPUT.values().stream().flatMap(List::stream).toList();
    }

    private static String name(List<String> expected, String name) {
        expected.add(name);
        return name;
    }

    /** A file that has its own name as its one line appears whole. */
    private void appear(String name) throws IOException {
        Path written = Files.writeString(directory.resolve(name), name + "\n");
        Files.move(written, directory.resolve("in").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private StreamingContext recoverOrMake() throws SparkException {
        String checkpoint = directory.resolve("checkpoint").toUri().toString();
        String input = directory.resolve("in").toUri().toString();
        return StreamingContext.getOrCreate(checkpoint, () -> {
            StreamingContext context = new StreamingContext(
                    new SparkConf(false)
                            .setMaster("local[2]")
                            .setAppName("FileStreamIT")
                            .set("spark.ui.enabled", "false"),
                    Durations.milliseconds(500));
            context.checkpoint(checkpoint);
            context.textFileStream(input).foreachRDD((lines, time) -> OUTPUT.put(time, lines.collect()));
            return context;
        });
    }
}
