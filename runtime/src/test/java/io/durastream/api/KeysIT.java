package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.DStream;
import io.durastream.PairDStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Operators on the values of each key within a batch, and joins. */
class KeysIT {

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @Test
    void worksOnValues() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            var pairs = run.pairs("a:1 b:2", "", "a:3");
            var mapped = run.collect(pairs.mapValues(value -> value * 10));
            var flat = run.collect(
                    pairs.flatMapValues(value -> List.of(value, -value).iterator()));
            var swapped = run.collect(pairs.swap());
            var filtered = run.collect(pairs.filter(pair -> pair._2() > 1));
            var viaPlain = run.collect(
                    PairDStream.fromJavaDStream(pairs.toJavaDStream()).mapValues(value -> value));
            run.run(4);

            assertEquals(List.of("(a,10) (b,20)", "", "(a,30)", ""), mapped);
            assertEquals(List.of("(a,-1) (a,1) (b,-2) (b,2)", "", "(a,-3) (a,3)", ""), flat);
            assertEquals(List.of("(1,a) (2,b)", "", "(3,a)", ""), swapped);
            assertEquals(List.of("(b,2)", "", "(a,3)", ""), filtered);
            assertEquals(List.of("(a,1) (b,2)", "", "(a,3)", ""), viaPlain);
        }
    }

    @Test
    void combinesTheValuesOfEachKey() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            var pairs = run.pairs("a:1 b:2 a:3", "", "b:4");
            var grouped = run.collect(pairs.groupByKey().mapValues(KeysIT::sorted));
            var reduced = run.collect(pairs.reduceByKey(Integer::sum));
            var combined = run.collect(combined(pairs, true));
            var notBefore = run.collect(combined(pairs, false));
            run.run(4);

            assertEquals(List.of("(a,[1, 3]) (b,[2])", "", "(b,[4])", ""), grouped);
            assertEquals(List.of("(a,4) (b,2)", "", "(b,4)", ""), reduced);
            assertEquals(List.of("(a,[1, 3]) (b,[2])", "", "(b,[4])", ""), combined);
            assertEquals(combined, notBefore);
        }
    }

    @Test
    void partitionsAsToldAndByDefaultIntoTheDefaultParallelism() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            var pairs = run.pairs("a:1 b:2 a:3");
            var partitioner = new HashPartitioner(5);
            List<List<String>> byDefault = List.of(
                    run.collect(partitions(pairs.groupByKey())),
                    run.collect(partitions(pairs.reduceByKey(Integer::sum))),
                    run.collect(partitions(pairs.join(pairs))),
                    run.collect(partitions(pairs.countByValue())),
                    run.collect(partitions(pairs.mapValues(value -> value))));
            List<List<String>> three = List.of(
                    run.collect(partitions(pairs.groupByKey(3))),
                    run.collect(partitions(pairs.reduceByKey(Integer::sum, 3))),
                    run.collect(partitions(pairs.cogroup(pairs, 3))),
                    run.collect(partitions(pairs.reduceByKey(Integer::sum, 3).mapValues(value -> value))));
            List<List<String>> five = List.of(
                    run.collect(partitions(pairs.groupByKey(partitioner))),
                    run.collect(partitions(pairs.reduceByKey(Integer::sum, partitioner))),
                    run.collect(partitions(combined(pairs, true))),
                    run.collect(partitions(pairs.fullOuterJoin(pairs, partitioner))));
            run.run(1);

            byDefault.forEach(counts -> assertEquals(List.of("2"), counts));
            three.forEach(counts -> assertEquals(List.of("3"), counts));
            five.forEach(counts -> assertEquals(List.of("5"), counts));
        }
    }

    @Test
    void joinsBatches() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            var left = run.pairs("a:1 b:2 b:3", "", "a:4");
            var right = run.pairs("b:20 c:30", "a:10", "");
            var together =
                    run.collect(left.cogroup(right).mapValues(both -> sorted(both._1()) + "+" + sorted(both._2())));
            var inner = run.collect(left.join(right));
            var leftOuter = run.collect(left.leftOuterJoin(right)
                    .mapValues(both -> both._1() + "+" + both._2().orElse(0)));
            var rightOuter = run.collect(
                    left.rightOuterJoin(right).mapValues(both -> both._1().orElse(0) + "+" + both._2()));
            var outer = run.collect(left.fullOuterJoin(right)
                    .mapValues(both -> both._1().orElse(0) + "+" + both._2().orElse(0)));
            run.run(4);

            assertEquals(List.of("(a,[1]+[]) (b,[2, 3]+[20]) (c,[]+[30])", "(a,[]+[10])", "(a,[4]+[])", ""), together);
            assertEquals(List.of("(b,(2,20)) (b,(3,20))", "", "", ""), inner);
            assertEquals(List.of("(a,1+0) (b,2+20) (b,3+20)", "", "(a,4+0)", ""), leftOuter);
            assertEquals(List.of("(b,2+20) (b,3+20) (c,0+30)", "(a,0+10)", "", ""), rightOuter);
            assertEquals(List.of("(a,1+0) (b,2+20) (b,3+20) (c,0+30)", "(a,0+10)", "(a,4+0)", ""), outer);
        }
    }

    @Test
    void joinsWindowsOfTheSameSlide() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            var clicks = run.pairs("a:1", "", "b:2", "a:3");
            var views = run.pairs("", "a:10", "", "b:20");
            var joined = run.collect(clicks.window(BatchRun.batches(2)).join(views.window(BatchRun.batches(3))));
            run.run(4);

            assertEquals(List.of("", "(a,(1,10))", "", "(a,(3,10)) (b,(2,20))"), joined);
        }
    }

    private static PairDStream<String, List<Integer>> combined(
            PairDStream<String, Integer> pairs, boolean mapSideCombine) {
        return pairs.<List<Integer>>combineByKey(
                value -> new ArrayList<>(List.of(value)),
                (list, value) -> {
                    list.add(value);
                    return list;
                },
                (one, other) -> {
                    one.addAll(other);
                    one.sort(null);
                    return one;
                },
                new HashPartitioner(5),
                mapSideCombine);
    }

    private static <K, V> DStream<Integer> partitions(PairDStream<K, V> stream) {
        return stream.transform(
                (JavaPairRDD<K, V> rdd) -> SPARK.context().parallelize(List.of(rdd.getNumPartitions()), 1));
    }

    private static List<Integer> sorted(Iterable<Integer> values) {
        List<Integer> list = new ArrayList<>();
        values.forEach(list::add);
        list.sort(null);
        return list;
    }
}
