package io.durastream.runtime.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.input.CombineTextInputFormat;
import org.apache.hadoop.mapreduce.lib.input.KeyValueLineRecordReader;
import org.apache.hadoop.mapreduce.lib.input.KeyValueTextInputFormat;
import org.apache.hadoop.mapreduce.lib.input.SequenceFileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

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
        Files.write(directory.resolve("a.gz"), gzip("one\ntwo\n".repeat(1_000)));

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

    @Test
    @SuppressWarnings("unchecked") // the format's class has no parameters
    void readsSequenceFilesWithoutWhatIsAppendedAfterThePlan() throws Exception {
        PlannedFile planned = sequenceFile("numbers", 20_000);
        FileFormat<LongWritable, Text, Tuple2<LongWritable, Text>> format =
                FileFormat.of(SequenceFileInputFormat.class, LongWritable.class, Text.class, HadoopSettings.ofSpark());
        List<String> expected =
                IntStream.range(0, 20_000).mapToObj(i -> i + "=number " + i).toList();

        assertEquals(expected, pairs(format, planned));

        append("numbers", Files.readString(directory.resolve("numbers"), ISO_8859_1));
        assertEquals(expected, pairs(format, planned), "after the file became twice as long");
    }

    @Test
    void readsKeysAndValuesSplitAsTheConfigurationSays() throws Exception {
        Configuration conf = new Configuration(spark.hadoopConfiguration());
        conf.set(KeyValueLineRecordReader.KEY_VALUE_SEPARATOR, ":");
        FileFormat<Text, Text, Tuple2<Text, Text>> format =
                FileFormat.of(KeyValueTextInputFormat.class, Text.class, Text.class, HadoopSettings.of(conf));
        PlannedFile planned = write("a", "one:1\ntwo:2");
        append("a", "2\nthree:3\n");

        assertEquals(List.of("one=1", "two=2"), pairs(format, planned));
    }

    @Test
    void readsThroughFormatsThatMakeSplitsOfTheirOwn() throws Exception {
        FileFormat<LongWritable, Text, Tuple2<LongWritable, Text>> format =
                FileFormat.of(CombineTextInputFormat.class, LongWritable.class, Text.class, HadoopSettings.ofSpark());
        PlannedFile a = write("a", "one\n");
        PlannedFile b = write("b", "two\n");
        append("a", "more\n");

        assertEquals(List.of("0=one", "0=two"), pairs(format, a, b));
        assertEquals(1, format.read(spark, List.of(a, b)).getNumPartitions());
    }

    @Test
    void hasTheSamePartitionsWhenFilesWereAppendedTo() throws IOException {
        PlannedFile planned = write("big", "0123456789abcde\n".repeat(66_000)); // a little more than one split
        List<List<String>> before = lines(planned).glom().collect();

        append("big", "0123456789abcde\n".repeat(66_000));

        assertEquals(before, lines(planned).glom().collect());
    }

    @Test
    void endsACompressedFileWhereItEndedWhenItWasPlanned() throws IOException {
        Files.write(directory.resolve("a.gz"), gzip("one\ntwo\n"));
        PlannedFile planned = asPlanned("a.gz");
        Files.write(directory.resolve("a.gz"), gzip("three\n"), StandardOpenOption.APPEND);

        assertEquals(List.of("one", "two"), lines(planned).collect());
    }

    @Test
    void readsFilesWhoseNamesHadoopTakesForHiddenOrForTheSame() throws IOException {
        assertEquals(
                List.of("1", "2", "3"),
                lines(write("_a", "1"), write("a ", "2\n"), write("a", "3")).collect());
    }

    @Test
    void readsBinaryRecordsEachOnceInWhateverSplit() throws IOException {
        int length = 7;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 400_000; i++) {
            bytes.write(ByteBuffer.allocate(length).putInt(i).array());
        }
        Files.write(directory.resolve("records"), bytes.toByteArray());
        PlannedFile planned = asPlanned("records");
        append("records", "x".repeat(length));

        JavaRDD<byte[]> records = FileFormat.binaryRecords(length).read(spark, List.of(planned));
        assertTrue(records.getNumPartitions() > 1, "partitions: " + records.getNumPartitions());
        assertEquals(
                IntStream.range(0, 400_000).boxed().toList(),
                records.map(record -> ByteBuffer.wrap(record).getInt()).collect());
    }

    @Test
    void namesABinaryRecordOfTheWrongLength() throws IOException {
        PlannedFile planned = write("records", "1234567");

        String message = String.valueOf(assertThrows(
                        SparkException.class,
                        () -> FileFormat.binaryRecords(4)
                                .read(spark, List.of(planned))
                                .collect())
                .getMessage());
        assertTrue(
                message.contains(
                        "requirement failed: Byte array does not have correct length. 3 did not equal recordLength: 4"),
                message);
    }

    @Test
    void readsFromFileSystemsOfAnyScheme() throws IOException {
        Configuration conf = new Configuration(spark.hadoopConfiguration());
        conf.setClass("fs.other.impl", OtherFileSystem.class, FileSystem.class);
        FileFormat<LongWritable, Text, Tuple2<LongWritable, Text>> format =
                FileFormat.of(TextInputFormat.class, LongWritable.class, Text.class, HadoopSettings.of(conf));
        PlannedFile local = write("a{1}", "one\n");
        append("a{1}", "more\n");
        PlannedFile other =
                new PlannedFile("other:" + directory.resolve("a{1}"), local.modifiedMillis(), local.length());

        assertEquals(List.of("0=one"), pairs(format, other));
    }

    @Test
    void leavesOtherFilesAsTheyAre() throws IOException {
        PlannedFile planned = write("a", "one\n");
        append("a", "more\n");
        write("b", "b");
        Configuration conf = PlannedFiles.asOnlyInput(List.of(planned), spark.hadoopConfiguration());
        FileSystem local = new org.apache.hadoop.fs.Path(planned.path()).getFileSystem(conf);

        assertEquals(4, local.getFileStatus(hadoopPath("a")).getLen());
        assertEquals(1, local.getFileStatus(hadoopPath("b")).getLen());
        assertEquals(2, local.globStatus(hadoopPath("*")).length);
        assertEquals(
                9,
                new org.apache.hadoop.fs.Path(planned.path())
                        .getFileSystem(spark.hadoopConfiguration())
                        .getFileStatus(hadoopPath("a"))
                        .getLen(),
                "nothing has changed for anybody else");
    }

    @Test
    void seeksAndSkipsWithinThePlannedLength() throws IOException {
        PlannedFile planned = write("a", "0123456789");
        append("a", "more");
        Configuration conf = PlannedFiles.asOnlyInput(List.of(planned), spark.hadoopConfiguration());
        FileSystem local = new org.apache.hadoop.fs.Path(planned.path()).getFileSystem(conf);

        try (FSDataInputStream in = local.open(hadoopPath("a"))) {
            in.seek(8);
            byte[] buffer = new byte[10];
            assertEquals(2, in.read(buffer, 0, 10));
            assertEquals(-1, in.read(buffer, 0, 10));
            assertEquals(-1, in.read());
            assertEquals(2, in.read(8, buffer, 0, 10));
            assertThrows(EOFException.class, () -> in.seek(11));
            assertThrows(EOFException.class, () -> in.readFully(8, buffer, 0, 3));
            in.seek(3);
            assertEquals('3', in.read());
        }
    }

    private org.apache.hadoop.fs.Path hadoopPath(String name) {
        return new org.apache.hadoop.fs.Path("file:" + directory.resolve(name));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private PlannedFile sequenceFile(String name, int records) throws IOException {
        try (SequenceFile.Writer writer = SequenceFile.createWriter(
                new Configuration(),
                SequenceFile.Writer.file(hadoopPath(name)),
                SequenceFile.Writer.keyClass(LongWritable.class),
                SequenceFile.Writer.valueClass(Text.class))) {
            for (int i = 0; i < records; i++) {
                writer.append(new LongWritable(i), new Text("number " + i));
            }
        }
        // Its checksums would tell that it was changed.
        Files.deleteIfExists(directory.resolve("." + name + ".crc"));
        return asPlanned(name);
    }

    private static <K, V> List<String> pairs(FileFormat<K, V, Tuple2<K, V>> format, PlannedFile... files) {
        return format.read(spark, List.of(files))
                .map(pair -> pair._1() + "=" + pair._2())
                .collect();
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
        Files.writeString(directory.resolve(name), content, ISO_8859_1, StandardOpenOption.APPEND);
    }

    private PlannedFile asPlanned(String name) throws IOException {
        Path file = directory.resolve(name);
        return new PlannedFile("file:" + file, Files.getLastModifiedTime(file).toMillis(), Files.size(file));
    }

    /** The local disk under another scheme. */
    public static final class OtherFileSystem extends RawLocalFileSystem {

        @Override
        public String getScheme() {
            return "other";
        }

        @Override
        public java.net.URI getUri() {
            return java.net.URI.create("other:///");
        }
    }
}
