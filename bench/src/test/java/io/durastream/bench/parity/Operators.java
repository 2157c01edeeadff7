package io.durastream.bench.parity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * An application that uses every operator, written for Spark Streaming. {@link ParityIT} runs it as it is, and runs it on
 * Durastream after nothing but its type names was mapped.
 */
@SuppressWarnings({"deprecation", "unchecked"}) // all of Spark Streaming is; its union takes an array
public final class Operators {

    private static final int BATCHES = 10;
    private static final Duration BATCH = Durations.milliseconds(400);
    private static final Duration WINDOW = Durations.milliseconds(1200);
    private static final Duration SLIDE = Durations.milliseconds(800);

    private static final Map<String, TreeMap<Long, String>> OUTPUTS = Collections.synchronizedMap(new TreeMap<>());
    private static volatile CountDownLatch left = new CountDownLatch(BATCHES);

    private Operators() {}

    /** Runs ten batches; for each output, what it was given at each of them, sorted. */
    public static Map<String, List<String>> run(JavaSparkContext spark, String checkpoint) throws Exception {
        OUTPUTS.clear();
        left = new CountDownLatch(BATCHES);
        JavaStreamingContext context = new JavaStreamingContext(spark, BATCH);
        context.checkpoint(checkpoint);
        JavaDStream<String> lines =
                context.queueStream(queue(spark, "a b a", "", "c", "b b", "a", "", "", "d d c", "a b c d", "a"), true);
        JavaDStream<String> others = context.queueStream(queue(spark, "a", "b c", "", "b", "a d", "", "c"), true);
        define(spark, context, lines, others);
        collect("last", lines);
        context.start();
        boolean done = left.await(60, TimeUnit.SECONDS);
        context.stop(false, false);
        if (!done) {
            throw new IllegalStateException("Not all batches ran within a minute");
        }
        Map<String, List<String>> results = new TreeMap<>();
        OUTPUTS.forEach((name, byTime) -> {
            long first = OUTPUTS.getOrDefault("last", new TreeMap<>()).firstKey();
            List<String> result = new ArrayList<>();
            byTime.headMap(first + BATCHES * BATCH.milliseconds())
                    .forEach((time, text) -> result.add((time - first) + " ms: " + text));
            results.put(name, result);
        });
        return results;
    }

    private static void define(
            JavaSparkContext spark,
            JavaStreamingContext context,
            JavaDStream<String> lines,
            JavaDStream<String> others) {
        JavaDStream<String> words =
                lines.flatMap(line -> Arrays.asList(line.split(" ")).iterator()).filter(word -> !word.isEmpty());
        JavaPairDStream<String, Integer> ones = words.mapToPair(word -> new Tuple2<>(word, 1));
        JavaPairDStream<String, String> named = others.flatMapToPair(line -> Arrays.stream(line.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> new Tuple2<>(word, "n-" + word))
                .iterator());

        collect("words", words);
        collect("map", words.map(String::length));
        collect(
                "mapPartitions",
                words.mapPartitions(all -> Collections.singletonList(count(all)).iterator()));
        collect(
                "mapPartitionsToPair",
                words.mapPartitionsToPair(all ->
                        Collections.singletonList(new Tuple2<>("n", count(all))).iterator()));
        collect("glom", words.glom().map(all -> new java.util.TreeSet<>(all).toString()));
        collect("repartition", words.repartition(3).glom().map(all -> 1));
        collect("union", words.union(others));
        collect("context.union", context.union(words, others, words));
        collect("count", words.count());
        collect("countByValue", words.countByValue());
        collect("countByValue(3)", words.countByValue(3));
        collect("reduce", words.reduce((a, b) -> a.compareTo(b) < 0 ? a : b));
        collect("countByWindow", words.countByWindow(WINDOW, SLIDE));
        collect("countByValueAndWindow", words.countByValueAndWindow(WINDOW, BATCH));
        collect("countByValueAndWindow(2)", words.countByValueAndWindow(WINDOW, SLIDE, 2));
        collect("window", words.window(WINDOW));
        collect("window(slide)", words.window(WINDOW, SLIDE));
        collect("reduceByWindow", words.map(String::length).reduceByWindow(Integer::sum, WINDOW, SLIDE));
        collect(
                "reduceByWindow(inverse)",
                words.map(String::length).reduceByWindow(Integer::sum, (sum, out) -> sum - out, WINDOW, BATCH));
        collect("transform", words.transform(rdd -> rdd.distinct()));
        collect("transform(time)", words.transform((rdd, time) -> rdd.map(word -> word + (time != null))));
        collect("transformToPair", words.transformToPair(rdd -> rdd.mapToPair(word -> new Tuple2<>(word, 7))));
        collect(
                "transformWith",
                words.transformWith(others, (JavaRDD<String> mine, JavaRDD<String> its, Time time) -> mine.union(its)));
        collect(
                "transformWithToPair",
                ones.transformWithToPair(
                        named,
                        (JavaPairRDD<String, Integer> mine, JavaPairRDD<String, String> its, Time time) ->
                                mine.join(its).mapValues(both -> both.toString())));
        collect("context.transform", context.transform(Arrays.asList(words, others), (rdds, time) -> {
            JavaRDD<?> first = rdds.get(0);
            return first.map(String::valueOf).intersection(rdds.get(1).map(String::valueOf));
        }));
        collect(
                "context.transformToPair",
                context.transformToPair(
                        Arrays.asList(words, others),
                        (rdds, time) -> rdds.get(1).mapToPair(word -> new Tuple2<>(String.valueOf(word), 1))));

        collect("reduceByKey", ones.reduceByKey(Integer::sum));
        collect("reduceByKey(3)", ones.reduceByKey(Integer::sum, 3));
        collect("reduceByKey(partitioner)", ones.reduceByKey(Integer::sum, new HashPartitioner(1)));
        collect("groupByKey", ones.groupByKey().mapValues(Operators::sorted));
        collect("groupByKey(3)", ones.groupByKey(3).mapValues(Operators::sorted));
        collect(
                "combineByKey",
                ones.combineByKey(one -> "" + one, (text, one) -> text + one, (a, b) -> a + b, new HashPartitioner(2)));
        collect(
                "combineByKey(false)",
                ones.combineByKey(
                        one -> "" + one, (text, one) -> text + one, (a, b) -> a + b, new HashPartitioner(2), false));
        collect("mapValues", ones.mapValues(one -> one + 1));
        collect(
                "flatMapValues",
                ones.flatMapValues(one -> Arrays.asList(one, -one).iterator()));
        collect("filter(pairs)", ones.filter(pair -> !pair._1().equals("a")));
        collect("cogroup", ones.cogroup(named).mapValues(both -> sorted(both._1()) + sorted(both._2())));
        collect("cogroup(3)", ones.cogroup(named, 3).mapValues(both -> sorted(both._1()) + sorted(both._2())));
        collect("join", ones.join(named));
        collect("leftOuterJoin", ones.leftOuterJoin(named, 2));
        collect("rightOuterJoin", ones.rightOuterJoin(named, new HashPartitioner(3)));
        collect("fullOuterJoin", ones.fullOuterJoin(named));
        collect("join of windows", ones.window(WINDOW).join(named.window(WINDOW)));
        collect("groupByKeyAndWindow", ones.groupByKeyAndWindow(WINDOW).mapValues(Operators::sorted));
        collect(
                "groupByKeyAndWindow(slide)",
                ones.groupByKeyAndWindow(WINDOW, SLIDE, 2).mapValues(Operators::sorted));
        collect("reduceByKeyAndWindow", ones.reduceByKeyAndWindow(Integer::sum, WINDOW));
        collect("reduceByKeyAndWindow(slide)", ones.reduceByKeyAndWindow(Integer::sum, WINDOW, SLIDE, 2));
        collect(
                "reduceByKeyAndWindow(inverse)",
                ones.reduceByKeyAndWindow(Integer::sum, (sum, out) -> sum - out, WINDOW, BATCH));
        collect(
                "reduceByKeyAndWindow(inverse, filter)",
                ones.reduceByKeyAndWindow(
                        Integer::sum, (sum, out) -> sum - out, WINDOW, SLIDE, 2, pair -> pair._2() > 0));

        JavaPairDStream<String, Integer> counts =
                ones.updateStateByKey((List<Integer> values, Optional<Integer> before) -> {
                    int sum = before.orElse(0) + values.size();
                    return sum > 3 ? Optional.<Integer>empty() : Optional.of(sum);
                });
        collect("updateStateByKey", counts);
        collect("window of updateStateByKey", counts.window(WINDOW, SLIDE));
        collect(
                "updateStateByKey(initial)",
                ones.updateStateByKey(
                        (List<Integer> values, Optional<Integer> before) ->
                                Optional.of(before.orElse(0) + values.size()),
                        new HashPartitioner(2),
                        spark.parallelizePairs(Arrays.asList(new Tuple2<>("z", 5), new Tuple2<>("a", 1)))));
        Function3<String, Optional<Integer>, State<Integer>, String> mapping = (word, one, state) -> {
            int sum = (state.exists() ? state.get() : 0) + one.orElse(0);
            if (sum > 2) {
                state.remove();
            } else {
                state.update(sum);
            }
            return word + sum;
        };
        JavaMapWithStateDStream<String, Integer, Integer, String> mapped = ones.mapWithState(StateSpec.function(mapping)
                .numPartitions(2)
                .initialState(spark.parallelizePairs(Arrays.asList(new Tuple2<>("b", 1)))));
        collect("mapWithState", mapped);
        collect("stateSnapshots", mapped.stateSnapshots());
        collect("window of mapWithState", mapped.window(WINDOW));
        collect("fromJavaDStream", JavaPairDStream.fromJavaDStream(words.map(word -> new Tuple2<>(word, 1))));
        collect("toJavaDStream", ones.toJavaDStream());
    }

    private static void collect(String name, JavaDStream<?> stream) {
        stream.foreachRDD((rdd, time) -> {
            put(name, time, rdd.map(String::valueOf).collect());
        });
    }

    private static void collect(String name, JavaPairDStream<?, ?> stream) {
        stream.foreachRDD((rdd, time) -> {
            put(name, time, rdd.map(String::valueOf).collect());
        });
    }

    private static void put(String name, Time time, List<String> elements) {
        List<String> sorted = new ArrayList<>(elements);
        Collections.sort(sorted);
        OUTPUTS.computeIfAbsent(name, key -> new TreeMap<>()).put(time.milliseconds(), sorted.toString());
        if (name.equals("last")) {
            left.countDown();
        }
    }

    private static String sorted(Iterable<?> values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(String.valueOf(value)));
        Collections.sort(texts);
        return texts.toString();
    }

    private static int count(java.util.Iterator<?> elements) {
        int count = 0;
        while (elements.hasNext()) {
            elements.next();
            count++;
        }
        return count;
    }

    private static Queue<JavaRDD<String>> queue(JavaSparkContext spark, String... batches) {
        Queue<JavaRDD<String>> queue = new ArrayDeque<>();
        for (String batch : batches) {
            queue.add(spark.parallelize(Arrays.asList(batch), 2));
        }
        return queue;
    }
}
