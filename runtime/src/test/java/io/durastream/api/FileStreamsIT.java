package io.durastream.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.durastream.Duration;
import io.durastream.Durations;
import io.durastream.PairInputDStream;
import io.durastream.StreamInputInfo;
import io.durastream.StreamingContext;
import io.durastream.StreamingListener;
import io.durastream.StreamingListenerBatchSubmitted;
import io.durastream.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.input.KeyValueTextInputFormat;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Monitored directories: which files are taken, and what is read of them. */
@Timeout(120)
class FileStreamsIT {

    private static final Duration BATCH = Durations.milliseconds(200);

    /** By batch: a batch that is executed again after a restart replaces its output. */
    private static final NavigableMap<Time, List<String>> OUTPUT = new ConcurrentSkipListMap<>();

    private static final AtomicBoolean FAIL_ONCE = new AtomicBoolean();

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @TempDir
    Path directory;

    @BeforeEach
    void forget() throws IOException {
        OUTPUT.clear();
        FAIL_ONCE.set(false);
        Files.createDirectories(directory.resolve("in"));
    }

    @Test
    void readsTheSameWhenABatchIsExecutedAgainAndTheFileHasGrown() throws Exception {
        Configuration conf = new Configuration(SPARK.context().hadoopConfiguration());
        conf.set("mapreduce.input.keyvaluelinerecordreader.key.value.separator", ":");
        conf.set("fs.s3a.secret.key", "a-secret-of-the-first-process");
        FAIL_ONCE.set(true);
        StreamingContext dying = recoverOrMake(context -> record(context.fileStream(
                input(),
                Text.class,
                Text.class,
                KeyValueTextInputFormat.class,
                file -> !file.getName().startsWith("not-"),
                true,
                conf)));
        dying.start();
        appear("not-this", "x:y\n");
        appear("this", "one:1\ntwo:2\n");
        assertThrows(Exception.class, dying::awaitTermination);
        dying.stop(false);
        List<String> seen = lines();
        OUTPUT.clear();

        Files.writeString(directory.resolve("in/this"), "three:3\n", StandardOpenOption.APPEND);
        StreamingContext recovered = recoverOrMake(context -> {
            throw new IllegalStateException("recovered from the checkpoint, not made again");
        });
        recovered.start();
        await().until(() -> !lines().isEmpty());
        recovered.stop(false);

        assertEquals(List.of("one=1", "two=2"), seen);
        assertEquals(seen, lines());
        assertFalse(isInACheckpointFile("a-secret-of-the-first-process"), "secrets are not saved");
    }

    @Test
    void takesTheFilesThatTheFilterTakesAlsoThoseThatAreThere() throws Exception {
        appear("old", "old\n");
        appear(".hidden", "hidden\n");
        appear("other", "other\n");
        StreamingContext context = new StreamingContext(SPARK.context(), BATCH);
        record(context.fileStream(
                input(),
                LongWritable.class,
                Text.class,
                TextInputFormat.class,
                file -> !file.getName().equals("other"),
                false));
        context.start();
        await().until(() -> lines().size() >= 2);
        appear("new", "new\n");
        await().until(() -> lines().size() >= 3);
        context.stop(false);

        assertEquals(
                List.of("0=hidden", "0=new", "0=old"), lines().stream().sorted().toList());
    }

    @Test
    void takesVisibleNewFilesByDefaultAndTellsListenersWhich() throws Exception {
        List<StreamInputInfo> infos = new CopyOnWriteArrayList<>();
        appear("old", "old\n", -1_000);
        StreamingContext context = new StreamingContext(SPARK.context(), BATCH);
        record(context.fileStream(input(), LongWritable.class, Text.class, TextInputFormat.class));
        context.addStreamingListener(new StreamingListener() {
            @Override
            public void onBatchSubmitted(StreamingListenerBatchSubmitted batch) {
                infos.add(Objects.requireNonNull(
                        batch.batchInfo().streamIdToInputInfo().get(0)));
            }
        });
        context.start();
        appear(".hidden", "hidden\n");
        appear("new", "new\n");
        await().until(() -> !lines().isEmpty());
        context.stop(false);

        assertEquals(List.of("0=new"), lines());
        String path = "file:" + directory.resolve("in/new");
        StreamInputInfo info = infos.stream()
                .filter(batch -> !Map.of("files", List.of(), StreamInputInfo.DESCRIPTION, "no new files")
                        .equals(batch.metadata()))
                .findFirst()
                .orElseThrow();
        assertEquals(Map.of("files", List.of(path), StreamInputInfo.DESCRIPTION, path), info.metadata());
        assertEquals(0, info.numRecords());
    }

    @Test
    void readsBinaryRecords() throws Exception {
        StreamingContext context = new StreamingContext(SPARK.context(), BATCH);
        context.binaryRecordsStream(input(), 3)
                .map(record -> new String(record, UTF_8))
                .foreachRDD((rdd, time) -> OUTPUT.put(time, rdd.collect()));
        context.start();
        appear("records", "abcdefghi");
        await().until(() -> !lines().isEmpty());
        context.stop(false);

        assertEquals(List.of("abc", "def", "ghi"), lines());
        assertThrows(IllegalArgumentException.class, () -> context.binaryRecordsStream("in", 0));
    }

    private static void record(PairInputDStream<?, Text> pairs) {
        pairs.map(pair -> pair._1() + "=" + pair._2()).foreachRDD((rdd, time) -> {
            OUTPUT.put(time, rdd.collect());
            if (!rdd.isEmpty() && FAIL_ONCE.compareAndSet(true, false)) {
                throw new IllegalStateException("planted, after the batch was seen");
            }
        });
    }

    private String input() {
        return directory.resolve("in").toString();
    }

    private static List<String> lines() {
        return OUTPUT.values().stream().flatMap(List::stream).toList();
    }

    /** A file appears whole. */
    private void appear(String name, String content) throws IOException {
        // The time of a file lags behind the clock by some milliseconds: it could seem older than the stream.
        appear(name, content, 20);
    }

    private void appear(String name, String content, long millisFromNow) throws IOException {
        Path written = Files.writeString(directory.resolve("written"), content);
        Files.setLastModifiedTime(written, FileTime.fromMillis(System.currentTimeMillis() + millisFromNow));
        Files.move(written, directory.resolve("in").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean isInACheckpointFile(String text) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("checkpoint"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), UTF_8).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    private StreamingContext recoverOrMake(Consumer<StreamingContext> definition) {
        String checkpoint = directory.resolve("checkpoint").toUri().toString();
        return StreamingContext.getOrCreate(checkpoint, () -> {
            StreamingContext context = new StreamingContext(SPARK.context(), BATCH);
            context.checkpoint(checkpoint);
            definition.accept(context);
            return context;
        });
    }
}
