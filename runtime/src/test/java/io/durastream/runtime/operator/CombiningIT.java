package io.durastream.runtime.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class CombiningIT {

    private static JavaSparkContext spark;

    @BeforeAll
    static void startSpark() {
        spark = new JavaSparkContext(
                new SparkConf().setMaster("local[2]").setAppName("combining").set("spark.ui.enabled", "false"));
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void reducesLikeSpark() {
        Random random = new Random(7);
        List<Tuple2<String, Integer>> pairs = random.ints(20_000, 0, 3_000)
                .mapToObj(n -> new Tuple2<>(n % 97 == 0 ? null : "key" + n, n))
                .toList();
        JavaRDD<Tuple2<String, Integer>> rdd = spark.parallelize(pairs, 3);

        Map<String, Integer> reduced =
                asMap(Combining.<String, Integer>reducing(Integer::sum).byKey(rdd, new HashPartitioner(2)));

        assertEquals(
                new HashMap<>(
                        rdd.mapToPair(pair -> pair).reduceByKey(Integer::sum).collectAsMap()),
                reduced);
    }

    @Test
    void givesEachKeyOnceWhenTheTableOverflowsOnBothSidesOfTheShuffle() {
        int keys = 200_000;
        JavaRDD<Tuple2<Integer, Integer>> rdd = spark.parallelize(
                        IntStream.range(0, 2).boxed().toList(), 2)
                .flatMap(ignored -> IntStream.range(0, keys)
                        .mapToObj(n -> new Tuple2<>(n, 1))
                        .iterator());

        Map<Integer, Integer> reduced =
                asMap(Combining.<Integer, Integer>reducing(Integer::sum).byKey(rdd, new HashPartitioner(1)));

        assertEquals(keys, reduced.size());
        assertEquals(Set.of(2), new HashSet<>(reduced.values()));
    }

    @Test
    void passesOnWhatIsTooLargeToKeep() {
        // 64 values of a megabyte do not fit the bound, so that the table empties several times; nothing is lost.
        JavaRDD<Tuple2<Integer, byte[]>> rdd = spark.parallelize(List.of(0), 1)
                .flatMap(ignored -> IntStream.range(0, 128)
                        .mapToObj(n -> new Tuple2<>(n % 64, new byte[1 << 20]))
                        .iterator());
        Combining<Integer, byte[], Integer> lengths =
                new Combining<>(bytes -> bytes.length, (sum, bytes) -> sum + bytes.length, Integer::sum);
        Combining<Integer, byte[], byte[]> kept = Combining.reducing((first, second) -> first);

        assertEquals(
                Set.of(2 << 20),
                new HashSet<>(asMap(lengths.byKey(rdd, new HashPartitioner(1))).values()));
        assertEquals(64, kept.byKey(rdd, new HashPartitioner(1)).count());
    }

    @Test
    void doesNotShuffleWhatIsPartitionedAlready() {
        JavaRDD<Tuple2<Integer, Integer>> rdd = spark.parallelize(List.of(new Tuple2<>(1, 1), new Tuple2<>(1, 2)), 2);
        Combining<Integer, Integer, Integer> sum = Combining.reducing(Integer::sum);
        JavaRDD<Tuple2<Integer, Integer>> once = sum.byKey(rdd, new HashPartitioner(2));

        JavaRDD<Tuple2<Integer, Integer>> twice = sum.byKey(once, new HashPartitioner(2));

        assertEquals(1, shuffles(once));
        assertEquals(1, shuffles(twice));
        assertEquals(List.of(new Tuple2<>(1, 3)), twice.collect());
    }

    @Test
    void failsWithTheUsersException() {
        JavaRDD<Tuple2<Integer, Integer>> rdd = spark.parallelize(List.of(new Tuple2<>(1, 1), new Tuple2<>(1, 2)), 1);
        Combining<Integer, Integer, Integer> failing = Combining.reducing((a, b) -> {
            throw new IllegalStateException("the user's");
        });

        SparkException failure = assertThrows(
                SparkException.class,
                () -> failing.byKey(rdd, new HashPartitioner(1)).collect());

        assertTrue(String.valueOf(failure.getMessage()).contains("the user's"), failure.getMessage());
    }

    @Test
    void elementsAreMappedAndFilteredLazilyAndInOrder() {
        JavaRDD<String> lines = spark.parallelize(List.of("a b", "", "c"), 1);

        JavaRDD<String> words = Elements.flatMap(
                lines, line -> Arrays.asList(line.split(" ", -1)).iterator());

        assertEquals(List.of("a", "b", "", "c"), words.collect());
        assertEquals(
                List.of("a", "b", "c"),
                Elements.filter(words, word -> !word.isEmpty()).collect());
        assertEquals(List.of(1, 1, 0, 1), Elements.map(words, String::length).collect());
        assertEquals(List.of("a"), words.take(1));
    }

    private static long shuffles(JavaRDD<?> rdd) {
        return rdd.toDebugString()
                .lines()
                .filter(line -> line.contains("ShuffledRDD"))
                .count();
    }

    private static <K, V> Map<K, V> asMap(JavaRDD<Tuple2<K, V>> pairs) {
        List<Tuple2<K, V>> collected = pairs.collect();
        Map<K, V> map = new HashMap<>();
        collected.forEach(pair -> map.put(pair._1(), pair._2()));
        assertEquals(collected.size(), map.size(), "each key once");
        return map;
    }
}
