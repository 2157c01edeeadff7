package io.durastream.api;

import io.durastream.DStream;
import io.durastream.Duration;
import io.durastream.Durations;
import io.durastream.InputDStream;
import io.durastream.PairDStream;
import io.durastream.StreamingContext;
import io.durastream.Time;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.awaitility.Awaitility;
import scala.Tuple2;

/** Runs the first batches of an application on given inputs, and collects what its streams give. */
final class BatchRun implements AutoCloseable {

    static final Duration BATCH = Durations.milliseconds(100);

    private final JavaSparkContext spark;
    private final StreamingContext context;
    private final List<Output> outputs = new ArrayList<>();

    private BatchRun(JavaSparkContext spark) {
        this.spark = spark;
        this.context = new StreamingContext(spark, BATCH);
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
            int colon = word.indexOf(':');
            return new Tuple2<>(word.substring(0, colon), Integer.parseInt(word.substring(colon + 1)));
        });
    }

    /** What the stream gives, one text a batch, its elements in the order of their texts. */
    List<String> collect(DStream<?> stream) {
        Output output = new Output();
        outputs.add(output);
        stream.foreachRDD((rdd, time) -> output.add(time, rdd.collect()));
        return output.texts;
    }

    List<String> collect(PairDStream<?, ?> stream) {
        return collect(stream.map(pair -> pair));
    }

    /** Runs so many batches; what comes afterwards is dropped. */
    void run(int batches) {
        List<Long> ended = new CopyOnWriteArrayList<>();
        words().foreachRDD((rdd, time) -> ended.add(time.milliseconds()));
        context.start();
        Awaitility.await().until(() -> failed() || ended.size() >= batches);
        context.stop(false);
        outputs.forEach(output -> output.dropAfter(ended.get(batches - 1)));
    }

    @Override
    public void close() {
        context.stop(false);
    }

    private boolean failed() throws InterruptedException {
        return context.awaitTerminationOrTimeout(1);
    }

    /** What a stream gave. */
    private static final class Output implements Serializable {

        private final List<String> texts = new CopyOnWriteArrayList<>();
        private final List<Long> times = new CopyOnWriteArrayList<>();

        void add(Time time, List<?> elements) {
            times.add(time.milliseconds());
            texts.add(elements.stream().map(String::valueOf).sorted().collect(Collectors.joining(" ")));
        }

        void dropAfter(long last) {
            int kept = (int) times.stream().filter(time -> time <= last).count();
            texts.subList(kept, texts.size()).clear();
        }
    }
}
