package io.durastream.api;

import io.durastream.DStream;
import io.durastream.Duration;
import io.durastream.Durations;
import io.durastream.InputDStream;
import io.durastream.PairDStream;
import io.durastream.StreamingContext;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.awaitility.Awaitility;
import scala.Tuple2;

/** Runs the first batches of an application on given inputs, and collects what its streams give. */
final class BatchRun implements AutoCloseable {

    static final Duration BATCH = Durations.milliseconds(100);

    private final JavaSparkContext spark;
    private final StreamingContext context;
    private final List<List<?>> outputs = new ArrayList<>();

    private BatchRun(JavaSparkContext spark) {
        this.spark = spark;
        this.context = new StreamingContext(spark, BATCH);
    }

    /** A SparkContext for the tests of a class. */
    static JavaSparkContext spark(Path directory) {
        return new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("it")
                .set("spark.ui.enabled", "false")
                .set("spark.default.parallelism", "2")
                .set("durastream.fenced.action", "stop")
                .set(
                        "durastream.state.localDirectory",
                        directory.resolve("local").toString()));
    }

    static BatchRun on(JavaSparkContext spark) {
        return new BatchRun(spark);
    }

    static BatchRun on(JavaSparkContext spark, Path checkpoint) {
        BatchRun run = new BatchRun(spark);
        run.context.checkpoint(checkpoint.toUri().toString());
        return run;
    }

    /** So many batches. */
    static Duration batches(int count) {
        return BATCH.times(count);
    }

    StreamingContext context() {
        return context;
    }

    /** One batch a group of words, {@code words("a b", "", "c")}, of two partitions; then batches without partitions. */
    InputDStream<String> words(String... batches) {
        Queue<JavaRDD<String>> queue = new ArrayDeque<>();
        for (String batch : batches) {
            List<String> words = batch.isEmpty() ? List.of() : Arrays.asList(batch.split(" "));
            queue.add(spark.parallelize(words, 2));
        }
        return context.queueStream(queue, true, spark.emptyRDD());
    }

    /** One batch a word group of {@code key:number}. */
    PairDStream<String, Integer> pairs(String... batches) {
        return words(batches).mapToPair(word -> {
            String[] parts = word.split(":");
            return new Tuple2<>(parts[0], Integer.parseInt(parts[1]));
        });
    }

    /** What the stream gives, one text a batch, its elements in the order of their texts. */
    List<String> collect(DStream<?> stream) {
        List<String> collected = new CopyOnWriteArrayList<>();
        outputs.add(collected);
        stream.foreachRDD(rdd -> collected.add(sorted(rdd.collect())));
        return collected;
    }

    List<String> collect(PairDStream<?, ?> stream) {
        List<String> collected = new CopyOnWriteArrayList<>();
        outputs.add(collected);
        stream.foreachRDD(rdd -> collected.add(sorted(rdd.collect())));
        return collected;
    }

    /** Runs until every collected stream gave so many batches, at least; drops what came afterwards. */
    void run(int batches) {
        context.start();
        Awaitility.await().until(() -> failed() || outputs.stream().allMatch(output -> output.size() >= batches));
        context.stop(false);
        outputs.forEach(output -> output.subList(batches, output.size()).clear());
    }

    @Override
    public void close() {
        context.stop(false);
    }

    private boolean failed() throws InterruptedException {
        return context.awaitTerminationOrTimeout(1);
    }

    private static String sorted(List<?> elements) {
        return elements.stream().map(String::valueOf).sorted().collect(Collectors.joining(" "));
    }
}
