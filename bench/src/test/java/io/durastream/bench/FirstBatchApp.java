package io.durastream.bench;

import io.durastream.Durations;
import io.durastream.StreamingContext;
import io.durastream.StreamingListener;
import io.durastream.StreamingListenerBatchSubmitted;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.Optional;
import scala.Tuple2;

/**
 * A small stateful application that writes down how long its first committed batch took. A batch is known to be committed
 * when the plan of the one after it, with which the commit travels, is durable.
 */
final class FirstBatchApp {

    private FirstBatchApp() {}

    public static void main(String[] arguments) throws Exception {
        String checkpoint = arguments[0];
        Path report = Path.of(arguments[1]);
        long processStart = ManagementFactory.getRuntimeMXBean().getStartTime();
        long getOrCreate = System.currentTimeMillis();
        StreamingContext context =
                StreamingContext.getOrCreate(checkpoint, () -> create(checkpoint, arguments[2], report.getParent()));
        AtomicInteger planned = new AtomicInteger();
        context.addStreamingListener(new StreamingListener() {
            @Override
            public void onBatchSubmitted(StreamingListenerBatchSubmitted submitted) {
                if (planned.incrementAndGet() == 2) {
                    long now = System.currentTimeMillis();
                    write(report, (now - processStart) + "\n" + (now - getOrCreate) + "\n");
                }
            }
        });
        context.start();
        context.awaitTermination();
    }

    private static StreamingContext create(String checkpoint, String state, Path directory) {
        SparkConf conf = new SparkConf()
                .setMaster("local[2]")
                .setAppName("first-batch")
                .set("spark.ui.enabled", "false")
                .set("spark.default.parallelism", "2")
                .set("durastream.state.localDirectory", state);
        StreamingContext context = new StreamingContext(conf, Durations.milliseconds(200));
        context.checkpoint(checkpoint);
        context.textFileStream(directory.resolve("input").toUri().toString())
                .mapToPair(word -> new Tuple2<>(word, 1))
                .<Integer>updateStateByKey((ones, sum) -> Optional.of(sum.orElse(0) + ones.size()))
                .foreachRDD(rdd -> rdd.foreachPartition(rows -> {}));
        return context;
    }

    private static void write(Path report, String text) {
        try {
            Path aside = report.resolveSibling(report.getFileName() + ".tmp");
            Files.writeString(aside, text);
            Files.move(aside, report, StandardCopyOption.ATOMIC_MOVE);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
