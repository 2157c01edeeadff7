package io.durastream.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWatchTest {

    @TempDir
    Path directory;

    private Path root;

    @BeforeEach
    void makesRoot() throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
    }

    @Test
    void countsFilesAndWhatTheyGrowBy() throws Exception {
        try (FileWatch watch = watch()) {
            Path file = Files.write(root.resolve("a.log"), new byte[100]);
            awaitLog(watch, new Written(1, 100));
            Files.write(file, new byte[50], StandardOpenOption.APPEND);
            awaitLog(watch, new Written(1, 150));
        }
    }

    @Test
    void countsMovedAndLinkedFileOnce() throws Exception {
        try (FileWatch watch = watch()) {
            Path temporary = Files.write(root.resolve("a.log"), new byte[100]);
            awaitLog(watch, new Written(1, 100));
            Path moved = Files.move(temporary, root.resolve("b.log"));
            Files.createLink(root.resolve("c.log"), moved);
            Files.delete(moved);
            Files.write(root.resolve("end.other"), new byte[1]);
            await(watch, Map.of("log", new Written(1, 100), "other", new Written(1, 1)));
        }
    }

    @Test
    void countsFileAsWhatItIsCalledLast() throws Exception {
        try (FileWatch watch = watch()) {
            Path temporary = Files.write(root.resolve("a.tmp"), new byte[100]);
            await(watch, Map.of("tmp", new Written(1, 100)));
            Files.move(temporary, root.resolve("a.log"));
            await(watch, Map.of("tmp", new Written(0, 0), "log", new Written(1, 100)));
        }
    }

    @Test
    void countsFilesOfDirectoryThatIsNew() throws Exception {
        try (FileWatch watch = watch()) {
            Path below = Files.createDirectories(root.resolve("x/y"));
            Files.write(below.resolve("a.log"), new byte[100]);
            Files.write(below.resolve("b.log"), new byte[10]);
            awaitLog(watch, new Written(2, 110));
        }
    }

    @Test
    void countsFileThatIsDeletedAndOneThatIsWrittenAnew() throws Exception {
        try (FileWatch watch = watch()) {
            Path file = Files.write(root.resolve("a.log"), new byte[100]);
            awaitLog(watch, new Written(1, 100));
            Files.write(file, new byte[30]);
            awaitLog(watch, new Written(1, 130));
            Files.delete(file);
            Files.write(root.resolve("b.log"), new byte[7]);
            awaitLog(watch, new Written(2, 137));
        }
    }

    @Test
    void tellsSpansApart() throws Exception {
        WrittenOverTime written = new WrittenOverTime();
        written.add("log", 10, new Written(1, 100));
        written.add("log", 20, new Written(0, 50));
        written.add("log", 20, new Written(1, 5));
        assertEquals(Map.of("log", new Written(1, 55)), written.between(10, 20));
        assertEquals(Map.of("log", new Written(1, 100)), written.between(9, 19));
        assertEquals(Map.of("log", new Written(0, 0)), written.between(20, 30));
    }

    private FileWatch watch() throws IOException {
        return new FileWatch(root, path -> {
            String name = path.toString();
            return name.substring(name.lastIndexOf('.') + 1);
        });
    }

    private static void awaitLog(FileWatch watch, Written expected) {
        await(watch, Map.of("log", expected));
    }

    private static void await(FileWatch watch, Map<String, Written> expected) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertEquals(expected, watch.between(0, Long.MAX_VALUE)));
    }
}
