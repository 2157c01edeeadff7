package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.SequenceFileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Outputs to files: a directory a batch, which a batch that is executed again replaces. */
class FilesIT {

    @TempDir
    Path directory;

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @Test
    void namesADirectoryAfterTheTimeOfTheBatch() {
        try (BatchRun run = BatchRun.on(SPARK.context(), directory.resolve("checkpoint"))) {
            var words = run.words("a b", "", "c");
            words.saveAsTextFiles(in("text"), "txt");
            words.saveAsTextFiles(in("plain"), "");
            words.saveAsTextFiles(in("null"), null);
            words.saveAsObjectFiles(in("objects"), "obj");
            words.mapToPair(word -> new Tuple2<>(word, 1)).saveAsTextFiles(in("pairs"), "txt");
            run.run(3);

            List<String> texts = named("text-");
            assertTrue(texts.get(0).matches("text-\\d+\\.txt"), texts.get(0));
            assertEquals(List.of("a", "b"), lines(texts.get(0)));
            assertEquals(List.of(), lines(texts.get(1)));
            assertEquals(List.of("c"), lines(texts.get(2)));
            assertTrue(
                    named("plain-").get(0).matches("plain-\\d+"),
                    named("plain-").get(0));
            assertTrue(
                    named("null-").get(0).matches("null-\\d+"), named("null-").get(0));
            assertEquals(List.of("(a,1)", "(b,1)"), lines(named("pairs-").get(0)));
            assertEquals(
                    List.of("c"),
                    SPARK.context()
                            .<String>objectFile(in(named("objects-").get(2)))
                            .collect());
        }
    }

    @Test
    void writesThroughHadoopsOutputFormats() {
        try (BatchRun run = BatchRun.on(SPARK.context(), directory.resolve("checkpoint"))) {
            var pairs = run.pairs("a:1", "", "b:2")
                    .mapToPair(pair -> new Tuple2<>(new Text(pair._1()), new IntWritable(pair._2())));
            pairs.saveAsHadoopFiles(in("old"), "seq", Text.class, IntWritable.class, SequenceFileOutputFormat.class);
            pairs.saveAsHadoopFiles(
                    in("oldtext"),
                    "txt",
                    Text.class,
                    IntWritable.class,
                    org.apache.hadoop.mapred.TextOutputFormat.class,
                    new JobConf(separatedBy(":")));
            pairs.saveAsNewAPIHadoopFiles(in("new"), "txt", Text.class, IntWritable.class, TextOutputFormat.class);
            pairs.saveAsNewAPIHadoopFiles(
                    in("newsep"), "txt", Text.class, IntWritable.class, TextOutputFormat.class, separatedBy("="));
            run.run(3);

            assertEquals(
                    List.of("b2"),
                    SPARK.context()
                            .sequenceFile(in(named("old-").get(2)), Text.class, IntWritable.class)
                            .map(pair -> pair._1().toString() + pair._2().get())
                            .collect());
            assertEquals(List.of("a:1"), lines(named("oldtext-").get(0)));
            assertEquals(List.of("a\t1"), lines(named("new-").get(0)));
            assertEquals(List.of(), lines(named("new-").get(1)));
            assertEquals(List.of("b=2"), lines(named("newsep-").get(2)));
        }
    }

    @Test
    void replacesWhatAnEarlierExecutionOfTheBatchLeft() {
        try (BatchRun run = BatchRun.on(SPARK.context(), directory.resolve("checkpoint"))) {
            var words = run.words("a b", "", "c");
            String root = directory.toString();
            words.foreachRDD((rdd, time) -> leaveAPart(Path.of(root), time));
            words.saveAsTextFiles(in("text"), "txt");
            words.saveAsObjectFiles(in("objects"), "");
            words.mapToPair(word -> new Tuple2<>(word, 1))
                    .saveAsNewAPIHadoopFiles(in("new"), "txt", Text.class, IntWritable.class, TextOutputFormat.class);
            run.run(3);

            assertEquals(List.of("a", "b"), lines(named("text-").get(0)));
            assertEquals(List.of(), lines(named("text-").get(1)));
            assertEquals(List.of("a\t1", "b\t1"), lines(named("new-").get(0)));
            assertFalse(Files.exists(directory.resolve(named("objects-").get(0)).resolve("part-00007")));
        }
    }

    @Test
    void letsUsersWriteToADirectoryThatExists() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            run.words("a", "b").foreachRDD(rdd -> rdd.saveAsTextFile(in("fixed")));
            run.run(2);

            assertEquals(List.of("b"), lines("fixed"));
        }
    }

    private static void leaveAPart(Path root, Time time) throws IOException {
        for (String left : List.of(
                "text-" + time.milliseconds() + ".txt",
                "objects-" + time.milliseconds(),
                "new-" + time.milliseconds() + ".txt")) {
            Files.createDirectories(root.resolve(left));
            Files.writeString(root.resolve(left).resolve("part-00007"), "left\n");
        }
    }

    private String in(String name) {
        return directory.resolve(name).toUri().toString();
    }

    private List<String> named(String prefix) {
        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> all = Files.list(directory)) {
            all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .forEach(names::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(names);
    }

    private List<String> lines(String name) {
        return SPARK.context().textFile(in(name)).collect().stream().sorted().toList();
    }

    private static Configuration separatedBy(String separator) {
        Configuration conf = new Configuration();
        conf.set("mapreduce.output.textoutputformat.separator", separator);
        return conf;
    }
}
