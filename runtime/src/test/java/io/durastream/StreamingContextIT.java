package io.durastream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** A whole application in one JVM, on an existing SparkContext. */
class StreamingContextIT {

    private JavaSparkContext spark;

    @TempDir
    Path directory;

    @BeforeEach
    void startSpark() {
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("it")
                .set("spark.ui.enabled", "false")
                .set("spark.default.parallelism", "2")
                .set("durastream.fenced.action", "stop")
                .set(
                        "durastream.state.localDirectory",
                        directory.resolve("local").toString()));
    }

    @AfterEach
    void stopSpark() {
        spark.stop();
    }

    @Test
    void countsWordsOverBatches() throws Exception {
        Map<String, Integer> counts = new ConcurrentHashMap<>();
        StreamingContext context = new StreamingContext(spark, Durations.milliseconds(200));
        context.checkpoint(directory.resolve("checkpoint").toUri().toString());
        context.queueStream(batches("a b a", "b c", ""))
                .flatMap(line -> List.of(line.split(" ")).iterator())
                .filter(word -> !word.isEmpty())
                .mapToPair(word -> new Tuple2<>(word, 1))
                .<Integer>updateStateByKey((ones, before) -> Optional.of(before.orElse(0) + ones.size()))
                .foreachRDD((rdd, time) -> counts.putAll(new HashMap<>(rdd.collectAsMap())));

        context.start();
        Awaitility.await().until(() -> counts.equals(Map.of("a", 2, "b", 2, "c", 1)));
        context.stop(false, true);

        assertEquals(StreamingContextState.STOPPED, context.getState());
        assertTrue(spark.parallelize(List.of(1, 2)).count() == 2, "the SparkContext can be used on");
    }

    private Queue<JavaRDD<String>> batches(String... lines) {
        Queue<JavaRDD<String>> queue = new ArrayDeque<>();
        for (String line : lines) {
            queue.add(spark.parallelize(List.of(line), 1));
        }
        return queue;
    }
}
