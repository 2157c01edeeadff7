package io.durastream.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

final class CountsFilesTest {

    @TempDir
    Path parent;

    private Path directory;
    private CountsFiles files;

    @BeforeEach
    void create() {
        directory = parent.resolve("counts");
        files = new CountsFiles(directory.toString());
    }

    private Map<String, String> content() throws IOException {
        var content = new TreeMap<String, String>();
        try (var list = Files.list(directory)) {
            for (Path file : list.toList()) {
                content.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return content;
    }

    @Test
    void writesTheCountsOfABatch() throws IOException {
        files.write(new Time(1000), List.of(new Tuple2<>("a", 1L), new Tuple2<>("b", 2L)));
        assertEquals(Map.of("1000.tsv", "a\t1\nb\t2\n"), content());
    }

    @Test
    void keepsTheLatestBatchOnly() throws IOException {
        files.write(new Time(900), List.of());
        files.write(new Time(1000), List.of(new Tuple2<>("a", 1L)));
        assertEquals(Map.of("1000.tsv", "a\t1\n"), content());
    }

    @Test
    void aBatchThatIsExecutedAgainReplacesItsFile() throws IOException {
        files.write(new Time(1000), List.of(new Tuple2<>("a", 1L)));
        files.write(new Time(1000), List.of(new Tuple2<>("a", 1L)));
        assertEquals(Map.of("1000.tsv", "a\t1\n"), content());
    }

    @Test
    void clearsUpAfterACrashInTheMiddleOfWriting() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("900.tsv.incomplete"), "a");
        Files.writeString(directory.resolve("1000.tsv.incomplete"), "a\t1\nb");
        Files.writeString(directory.resolve("notes.txt"), "not ours");
        files.write(new Time(1000), List.of(new Tuple2<>("a", 1L)));
        assertEquals(Map.of("1000.tsv", "a\t1\n", "notes.txt", "not ours"), content());
    }
}
