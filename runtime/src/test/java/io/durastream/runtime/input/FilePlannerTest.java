package io.durastream.runtime.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.durastream.Duration;
import io.durastream.Durations;
import io.durastream.PositionRange;
import io.durastream.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches of 1 s, files remembered for 60 s, the source opened at 10 s. */
class FilePlannerTest {

    private static final long OPENED = 10_000;

    @TempDir
    java.nio.file.Path directory;

    private final NavigableMap<Time, PositionRange> planned = new TreeMap<>();

    @Test
    void plansEachNewFileOnceWithItsLength() throws IOException {
        write("old", 9_000, "x");
        FilePlanner source = open();
        write("a", 10_400, "12345");

        assertEquals(List.of(planned("a", 10_400, 5)), plan(source, 11_000));
        write("b", 11_500, "");
        assertEquals(List.of(planned("b", 11_500, 0)), plan(source, 12_000));
        assertEquals(List.of(), plan(source, 13_000));
    }

    @Test
    void doesNotSeeHiddenFilesAndNestedDirectories() throws IOException {
        write(".hidden", 10_500, "x");
        write("nested/inside", 10_500, "x");
        setModified("nested", 10_500);

        assertEquals(List.of(), plan(open(), 11_000));
    }

    @Test
    void looksInAllDirectoriesThatMatchAGlob() throws IOException {
        FilePlanner source = open(directory + "/in-*", new Configuration());
        write("in-1/a", 10_500, "x");
        write("out/b", 10_500, "x");
        write("in-c", 10_500, "a file, not a directory");
        assertEquals(List.of(planned("in-1/a", 10_500, 1)), plan(source, 11_000));

        write("in-2/d", 11_500, "x");
        assertEquals(List.of(planned("in-2/d", 11_500, 1)), plan(source, 12_000));
    }

    @Test
    void isEmptyWhileThereIsNoDirectory() throws IOException {
        FilePlanner source = open(directory + "/later", new Configuration());
        assertEquals(List.of(), plan(source, 11_000));

        write("later/a", 10_500, "x");
        assertEquals(List.of(planned("later/a", 10_500, 1)), plan(source, 12_000));
    }

    @Test
    void losesNoFileWhenTheDirectoryCannotBeListed() throws IOException {
        Configuration failing = new Configuration();
        failing.setClass("fs.failing.impl", FailingFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
        failing.setBoolean("fs.failing.impl.disable.cache", true);
        FilePlanner source = open("failing:" + directory, failing);
        write("a", 10_500, "x");

        failing.setBoolean("test.fail", true);
        assertThrows(IOException.class, () -> plan(source, 11_000));
        assertThrows(IOException.class, () -> plan(source, 11_000));

        failing.setBoolean("test.fail", false);
        assertEquals(List.of(new PlannedFile("failing:" + directory + "/a", 10_500, 1)), plan(source, 11_000));
    }

    @Test
    void neitherSkipsNorRepeatsAFileAfterARestart() throws IOException {
        FilePlanner first = open();
        write("a", 10_500, "x");
        plan(first, 11_000);
        write("b", 11_500, "x");
        plan(first, 12_000);
        write("c", 12_500, "x");
        write("d", 13_500, "x");

        FilePlanner second = open();
        assertEquals(List.of(planned("c", 12_500, 1)), plan(second, 13_000));
        assertEquals(List.of(planned("d", 13_500, 1)), plan(second, 14_000));
        assertEquals(List.of(), plan(second, 15_000));
    }

    @Test
    void choosesAnewWhatWasChosenAndNotMadeDurable() throws IOException {
        FilePlanner first = open();
        write("a", 10_500, "x");
        first.plan(new Time(11_000));

        assertEquals(List.of(planned("a", 10_500, 1)), plan(open(), 11_000));
    }

    @Test
    void takesWhatCameSinceTheStartOfADriverThatDiedBeforeItsFirstPlan() throws IOException {
        write("a", 10_500, "x");
        FilePlanner takenOver = open(directory.toString(), new Configuration(), 3_600_000, true);

        assertEquals(List.of(planned("a", 10_500, 1)), plan(takenOver, 11_000));
    }

    @Test
    void takesFilesThatAreThereWhenToldSo() throws IOException {
        write("old", 9_000, "x");

        assertEquals(
                List.of(planned("old", 9_000, 1)),
                plan(open(directory.toString(), new Configuration(), OPENED, false), 11_000));
    }

    @Test
    void remembersFilesForWholeBatchesAndAtLeastTheConfiguredTime() {
        assertEquals(Durations.seconds(60), memory(Durations.seconds(10), new SparkConf(false)));
        assertEquals(Durations.seconds(63), memory(Durations.seconds(7), new SparkConf(false)));
        assertEquals(
                Durations.seconds(20),
                memory(Durations.seconds(10), new SparkConf(false).set("spark.streaming.minRememberDuration", "11s")));
        assertEquals(
                Durations.seconds(30),
                memory(
                        Durations.seconds(10),
                        new SparkConf(false)
                                .set("spark.streaming.minRememberDuration", "11s")
                                .set("spark.streaming.fileStream.minRememberDuration", "30")));
    }

    private static Duration memory(Duration batch, SparkConf conf) {
        return FileSource.remember(conf, batch);
    }

    private FilePlanner open() {
        return open(directory.toString(), new Configuration());
    }

    private FilePlanner open(String glob, Configuration hadoop) {
        return open(glob, hadoop, OPENED, true);
    }

    private FilePlanner open(String glob, Configuration hadoop, long openedMillis, boolean newFilesOnly) {
        return new FilePlanner(
                new Path(glob),
                FileSource::isVisible,
                hadoop,
                planned,
                new FilePlanner.FirstStart(openedMillis, newFilesOnly, 1_000, 60_000));
    }

    /** Plans a batch and makes the plan "durable". */
    private List<PlannedFile> plan(FilePlanner source, long time) throws IOException {
        PositionRange range = source.plan(new Time(time));
        planned.put(new Time(time), range);
        return FileRange.of(range).files();
    }

    private PlannedFile planned(String name, long modifiedMillis, long length) {
        return new PlannedFile("file:" + directory.resolve(name), modifiedMillis, length);
    }

    private void write(String name, long modifiedMillis, String content) throws IOException {
        java.nio.file.Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        setModified(name, modifiedMillis);
    }

    private void setModified(String name, long millis) throws IOException {
        Files.setLastModifiedTime(directory.resolve(name), FileTime.fromMillis(millis));
    }

    /** A local file system of another scheme whose listing fails while its configuration says so. */
    public static final class FailingFileSystem extends RawLocalFileSystem {

        @Override
        public String getScheme() {
            return "failing";
        }

        @Override
        public java.net.URI getUri() {
            return java.net.URI.create("failing:///");
        }

        @Override
        public FileStatus[] listStatus(Path path) throws IOException {
            if (getConf().getBoolean("test.fail", false)) {
                throw new IOException("the name node is not there");
            }
            return super.listStatus(path);
        }
    }
}
