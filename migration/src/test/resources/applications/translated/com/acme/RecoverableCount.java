package com.acme;

import java.util.*;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.streaming.*;
import org.apache.spark.streaming.api.java.*;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

class DroppedWords {

    private static volatile LongAccumulator instance = null;

    static LongAccumulator get(JavaSparkContext jsc) {
        if (instance == null) {
            synchronized (DroppedWords.class) {
                if (instance == null) {
                    instance = jsc.sc().longAccumulator("DroppedWords");
                }
            }
        }
        return instance;
    }
}

public class RecoverableCount {

    private static JavaStreamingContext create(String host, int port, String checkpoint) {
        SparkConf conf = new SparkConf().setAppName("RecoverableCount");
        JavaStreamingContext jssc = new JavaStreamingContext(conf, new Duration(500));
        jssc.checkpoint(checkpoint);
        JavaReceiverInputDStream<String> lines = jssc.socketTextStream(host, port);
        JavaPairDStream<String, Integer> counts = lines
                .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1))
                .reduceByKey(Integer::sum);
        counts.foreachRDD(new VoidFunction2<JavaPairRDD<String, Integer>, Time>() {
            @Override
            public void call(JavaPairRDD<String, Integer> rdd, Time time) {
                JavaSparkContext context = new JavaSparkContext(rdd.context());
                Broadcast<List<String>> stopWords = context.broadcast(List.of("a", "b"));
                LongAccumulator dropped = DroppedWords.get(context);
                String kept = rdd.filter(count -> {
                            boolean drop = stopWords.value().contains(count._1());
                            if (drop) {
                                dropped.add(count._2());
                            }
                            return !drop;
                        })
                        .collect()
                        .toString();
                System.out.println("At " + time + " (" + time.milliseconds() + "): " + kept);
            }
        });
        return jssc;
    }

    public static void main(String[] args) throws Exception {
        Function0<JavaStreamingContext> creating = () -> create(args[0], Integer.parseInt(args[1]), args[2]);
        try (JavaStreamingContext ssc = JavaStreamingContext.getOrCreate(args[2], creating)) {
            ssc.start();
            while (ssc.getState() != StreamingContextState.STOPPED && !ssc.awaitTerminationOrTimeout(1000)) {
                System.out.println("running");
            }
        }
    }
}
