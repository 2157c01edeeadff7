package com.acme;

import static org.apache.spark.streaming.Durations.seconds;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Milliseconds;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/** Counts over the last half minute, every ten seconds. */
public class WindowedCount {

    private final Duration window = seconds(30);
    private final Duration slide = Milliseconds.apply(10_000);
    private final JavaStreamingContext context;

    public WindowedCount(SparkConf conf) {
        context = new JavaStreamingContext(conf, seconds(2));
        context.checkpoint("checkpoint");
        context.remember(org.apache.spark.streaming.Durations.minutes(2));
    }

    private JavaPairDStream<String, Long> counts(JavaDStream<String> words) {
        Function2<Long, Long, Long> add = (a, b) -> a + b;
        JavaPairDStream<String, Long> ones = words.mapToPair(word -> new Tuple2<String, Long>(word, 1L));
        return ones.reduceByKeyAndWindow(add, (a, b) -> a - b, window, slide);
    }

    void run() throws InterruptedException {
        JavaDStream<String> words = context.socketTextStream("localhost", 9999).window(window, slide);
        counts(words).transformToPair(rdd -> rdd.mapToPair(Tuple2::swap).sortByKey(false).mapToPair(Tuple2::swap))
                .foreachRDD((rdd, time) -> System.out.println(time.milliseconds() + ": " + rdd.take(3)));
        context.start();
        context.awaitTermination();
    }
}
