package io.durastream.runtime.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFormatIT {

    private static JavaSparkContext spark;

    @TempDir
    Path directory;

    @BeforeAll
    static void startSpark() {
        spark = new JavaSparkContext(new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("FileFormatIT")
                .set("spark.ui.enabled", "false"));
        // Splits of 1 MiB, so that a file of some size has several.
        spark.hadoopConfiguration().setLong("fs.local.block.size", 1 << 20);
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void readsTheLinesOfAllFilesInTheirOrder() throws IOException {
        JavaRDD<String> lines = lines(write("b", "one\ntwo\n"), write("a", "drei\nvier grün"));

        assertEquals(List.of("one", "two", "drei", "vier grün"), lines.collect());
        assertEquals(2, lines.getNumPartitions());
    }

    @Test
    void readsNothingOfNoFilesAndOfEmptyOnes() throws IOException {
        assertEquals(List.of(), lines().collect());
        assertEquals(List.of("a"), lines(write("empty", ""), write("a", "a")).collect());
    }

    @Test
    void readsFilesWithNamesThatWouldBePatterns() throws IOException {
        assertEquals(
                List.of("1", "2", "3"),
                lines(write("a,b", "1"), write("{x}", "2"), write("[q] *", "3")).collect());
    }

    @Test
    void readsBigFilesInSeveralPartitionsEachLineOnce() throws IOException {
        List<String> expected = IntStream.range(0, 60_000)
                .mapToObj(i -> "line number " + i + " with some length of its own")
                .toList();
        PlannedFile big = write("big", String.join("\n", expected) + "\n");

        JavaRDD<String> lines = lines(big);
        assertTrue(lines.getNumPartitions() > 1, "partitions: " + lines.getNumPartitions());
        assertEquals(expected, lines.collect());

        append("big", "appended\n");
        assertEquals(expected, lines(big).collect());
    }

    @Test
    void doesNotReadWhatIsAppendedAfterThePlan() throws IOException {
        for (String content : List.of("one\ntwo\n", "one\ntwo", "one\r\ntwo\r\n", "one\ntwo\n\n")) {
            PlannedFile planned = write("a", content);
            List<String> before = lines(planned).collect();
            append("a", "more\nand more\n");

            assertEquals(before, lines(planned).collect(), content);
        }
    }

    @Test
    void readsCompressedFiles() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write("one\ntwo\n".repeat(1_000).getBytes(UTF_8));
        }
        Files.write(directory.resolve("a.gz"), bytes.toByteArray());

        assertEquals(2_000, lines(asPlanned("a.gz")).count());
    }

    @Test
    void namesAFileThatIsGone() throws IOException {
        PlannedFile planned = write("a", "one\n");
        Files.delete(directory.resolve("a"));

        String message = messageOf(FileNotFoundException.class, planned);
        assertTrue(message.contains(planned.path()) && message.contains("gone"), message);
    }

    @Test
    void namesAFileThatHasBecomeShorter() throws IOException {
        PlannedFile planned = write("a", "one\ntwo\n");
        Files.writeString(directory.resolve("a"), "one\n");

        String message = messageOf(IOException.class, planned);
        assertTrue(message.contains(planned.path()) && message.contains("8 bytes"), message);
        assertTrue(message.contains("has 4 now"), message);
    }

    private static String messageOf(Class<? extends Exception> expected, PlannedFile planned) {
        return String.valueOf(
                assertThrows(expected, () -> lines(planned).collect()).getMessage());
    }

    private static JavaRDD<String> lines(PlannedFile... files) {
        return FileFormat.text().read(spark, List.of(files));
    }

    private PlannedFile write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
        return asPlanned(name);
    }

    private void append(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content, StandardOpenOption.APPEND);
    }

    private PlannedFile asPlanned(String name) throws IOException {
        Path file = directory.resolve(name);
        return new PlannedFile("file:" + file, Files.getLastModifiedTime(file).toMillis(), Files.size(file));
    }
}
