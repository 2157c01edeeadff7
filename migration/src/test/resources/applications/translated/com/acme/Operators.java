package com.acme;

import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.Queue;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaPairInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.scheduler.StatsReportListener;
import scala.Tuple2;

/** Every operator once, as an application with many of them would use it. */
class Operators {

    private static final Duration WINDOW = Durations.seconds(4);
    private static final Duration SLIDE = Durations.seconds(2);

    static void inputs(JavaStreamingContext context, Queue<JavaRDD<String>> queue) {
        JavaPairInputDStream<LongWritable, Text> files =
                context.fileStream("in", LongWritable.class, Text.class, TextInputFormat.class);
        context.fileStream(
                        "in",
                        LongWritable.class,
                        Text.class,
                        TextInputFormat.class,
                        path -> !path.getName().startsWith("_"),
                        false,
                        new Configuration())
                .print();
        JavaDStream<byte[]> records = context.binaryRecordsStream("records", 4);
        JavaInputDStream<String> queued = context.queueStream(queue, false);
        JavaDStream<String> both = context.union(queued, context.queueStream(new LinkedList<>(queue)));
        JavaDStream<String> all = context.transform(
                Arrays.<JavaDStream<?>>asList(both, records), (List<JavaRDD<?>> rdds, Time time) -> rdds.get(0)
                        .map(Object::toString));
        all.union(files.map(line -> line._2().toString())).dstream().saveAsTextFiles("out", "txt");
        files.saveAsNewAPIHadoopFiles("hadoop", "", LongWritable.class, Text.class, TextOutputFormat.class);
        context.addStreamingListener(new StatsReportListener(10));
    }

    static void streams(JavaDStream<String> words, JavaDStream<Integer> numbers) throws Exception {
        JavaDStream<Long> counts = words.count();
        JavaPairDStream<String, Long> byValue = words.countByValue();
        JavaPairDStream<String, Long> windowed = words.countByValueAndWindow(WINDOW, SLIDE);
        words.countByWindow(WINDOW, SLIDE).union(counts).print();
        words.glom().map(List::size).reduce(Integer::sum).print();
        words.mapPartitions(part -> part).repartition(3).cache().print(1);
        words.mapPartitionsToPair(part -> List.<Tuple2<String, Integer>>of().iterator())
                .foreachRDD(rdd -> System.out.println(rdd.count()));
        numbers.reduceByWindow((a, b) -> a + b, (a, b) -> a - b, WINDOW, SLIDE).print();
        words.transformWith(numbers, (JavaRDD<String> a, JavaRDD<Integer> b, Time time) -> a.union(b.map(String::valueOf)))
                .print();
        List<JavaRDD<String>> slice = words.slice(new Time(1000), new Time(2000));
        System.out.println(slice + " " + byValue + windowed);
        words.checkpoint(Durations.seconds(10));
    }

    static void pairs(JavaPairDStream<String, Integer> left, JavaPairDStream<String, Long> right) {
        JavaPairDStream<String, Tuple2<Integer, Long>> joined = left.join(right, 2);
        JavaPairDStream<String, Tuple2<Integer, Optional<Long>>> outer = left.leftOuterJoin(right);
        JavaPairDStream<String, Tuple2<Optional<Integer>, Optional<Long>>> full = left.fullOuterJoin(right);
        left.cogroup(right, new HashPartitioner(2)).mapValues(Object::toString).print();
        left.combineByKey(one -> one, Integer::sum, Integer::sum, new HashPartitioner(2), true).print();
        left.groupByKeyAndWindow(WINDOW, SLIDE).flatMapValues(values -> values.iterator()).print();
        left.reduceByKeyAndWindow(Integer::sum, (a, b) -> a - b, WINDOW, SLIDE, 2, pair -> pair._2() > 0)
                .persist(StorageLevel.MEMORY_ONLY_SER())
                .print();
        left.transformWithToPair(right, (JavaPairRDD<String, Integer> a, JavaPairRDD<String, Long> b, Time time) -> a)
                .print();
        JavaPairDStream.fromJavaDStream(left.toJavaDStream()).rightOuterJoin(right).print();
        System.out.println(joined + " " + outer + full);
    }
}
