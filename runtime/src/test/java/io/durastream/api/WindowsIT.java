package io.durastream.api;

import static io.durastream.api.BatchRun.batches;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.durastream.Durations;
import io.durastream.State;
import io.durastream.StateSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Operators over the last batches. The first windows are short. */
class WindowsIT {

    @TempDir
    Path checkpoint;

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @Test
    void slidesOverBatches() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            var words = run.words("a", "b", "", "c d");
            var everyBatch = run.collect(words.window(batches(2)));
            var everySecond = run.collect(words.window(batches(3), batches(2)));
            var tumbling = run.collect(words.window(batches(2), batches(2)));
            var ofWindows = run.collect(words.window(batches(2), batches(2)).window(batches(4)));
            var reduced = run.collect(words.reduceByWindow((one, other) -> one + other, batches(2), batches(1)));
            run.run(6);

            assertEquals(List.of("a", "a b", "b", "c d", "c d", ""), everyBatch);
            assertEquals(List.of("a b", "b c d", "c d"), everySecond);
            assertEquals(List.of("a b", "c d", ""), tumbling);
            assertEquals(List.of("a b", "a b c d", "c d"), ofWindows);
            assertEquals("b", reduced.get(2));
            assertEquals("", reduced.get(5));
        }
    }

    @Test
    void takesBackWhatLeft() {
        try (BatchRun run = BatchRun.on(SPARK.context(), checkpoint)) {
            var words = run.words("", "a b", "a", "", "");
            var counted = run.collect(words.countByWindow(batches(2), batches(1)));
            var everySecond = run.collect(words.countByWindow(batches(4), batches(2)));
            var values = run.collect(words.countByValueAndWindow(batches(2), batches(1)));
            var three = run.collect(words.countByValueAndWindow(batches(2), batches(1), 3));
            var lengths = run.collect(words.map(String::length)
                    .reduceByWindow(Integer::sum, (sum, left) -> sum - left, batches(2), batches(1)));
            run.run(6);

            assertEquals(List.of("0", "2", "3", "1", "0", "0"), counted);
            assertEquals(List.of("2", "3", "1"), everySecond);
            assertEquals(List.of("", "(a,1) (b,1)", "(a,2) (b,1)", "(a,1)", "", ""), values);
            assertEquals(values, three);
            assertEquals(List.of("", "2", "3", "1", "0", "0"), lengths);
        }
    }

    @Test
    void reducesAndGroupsKeys() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            var pairs = run.pairs("a:1 b:2 a:3", "", "a:4");
            var reduced = run.collect(pairs.reduceByKeyAndWindow(Integer::sum, batches(2)));
            var everySecond = run.collect(pairs.reduceByKeyAndWindow(Integer::sum, batches(4), batches(2), 3));
            var grouped = run.collect(pairs.groupByKeyAndWindow(batches(2)).mapValues(WindowsIT::sorted));
            var groupedEverySecond =
                    run.collect(pairs.groupByKeyAndWindow(batches(4), batches(2), new HashPartitioner(3))
                            .mapValues(WindowsIT::sorted));
            run.run(5);

            assertEquals(List.of("(a,4) (b,2)", "(a,4) (b,2)", "(a,4)", "(a,4)", ""), reduced);
            assertEquals(List.of("(a,4) (b,2)", "(a,8) (b,2)"), everySecond);
            assertEquals(List.of("(a,[1, 3]) (b,[2])", "(a,[1, 3]) (b,[2])", "(a,[4])", "(a,[4])", ""), grouped);
            assertEquals(List.of("(a,[1, 3]) (b,[2])", "(a,[1, 3, 4]) (b,[2])"), groupedEverySecond);
        }
    }

    @Test
    void keepsKeysAtTheirZeroUnlessAFilterDropsThem() {
        try (BatchRun run = BatchRun.on(SPARK.context(), checkpoint)) {
            var pairs = run.pairs("a:1", "b:2", "", "", "a:5");
            var kept = run.collect(
                    pairs.reduceByKeyAndWindow(Integer::sum, (sum, left) -> sum - left, batches(2), batches(1)));
            var dropped = run.collect(pairs.reduceByKeyAndWindow(
                    Integer::sum, (sum, left) -> sum - left, batches(2), batches(1), 2, pair -> pair._2() != 0));
            run.run(5);

            assertEquals(List.of("(a,1)", "(a,1) (b,2)", "(a,0) (b,2)", "(a,0) (b,0)", "(a,5) (b,0)"), kept);
            assertEquals(List.of("(a,1)", "(a,1) (b,2)", "(b,2)", "", "(a,5)"), dropped);
        }
    }

    @Test
    void filtersTheTotalsOfWindowsOnly() {
        try (BatchRun run = BatchRun.on(SPARK.context(), checkpoint)) {
            var pairs = run.pairs("a:2 b:1", "a:2", "a:1", "");
            var large = run.collect(pairs.reduceByKeyAndWindow(
                    Integer::sum,
                    (sum, left) -> sum - left,
                    batches(2),
                    batches(2),
                    new HashPartitioner(2),
                    pair -> pair._2() > 3));
            run.run(4);

            assertEquals(List.of("(a,4)", ""), large, "2 after the first batch is the total of no window");
        }
    }

    @Test
    void shufflesEachBatchOnce() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            List<Integer> shuffles = new CopyOnWriteArrayList<>();
            var pairs = run.pairs("a:1", "b:2", "a:3");
            pairs.reduceByKeyAndWindow(Integer::sum, batches(2)).foreachRDD(rdd -> {
                shuffles.add(shufflesOf(rdd.rdd()));
            });
            pairs.groupByKeyAndWindow(batches(2)).foreachRDD(rdd -> {
                shuffles.add(shufflesOf(rdd.rdd()));
            });
            run.run(3);

            assertEquals(
                    List.of(1, 1, 2, 2, 2, 2), shuffles.subList(0, 6), "windows add none to those of their batches");
        }
    }

    @Test
    void slidesOverState() {
        try (BatchRun run = BatchRun.on(SPARK.context(), checkpoint)) {
            var pairs = run.pairs("a:1", "", "a:2");
            Function3<String, Optional<Integer>, State<Integer>, Integer> sum = (key, value, state) -> {
                state.update(state.exists() ? state.get() + value.get() : value.get());
                return state.get();
            };
            var states = run.collect(pairs.<Integer>updateStateByKey((values, before) -> Optional.of(before.orElse(0)
                            + values.stream().mapToInt(Integer::intValue).sum()))
                    .window(batches(2)));
            var mapping = pairs.mapWithState(StateSpec.function(sum));
            var mapped = run.collect(mapping.window(batches(2)));
            var snapshots = run.collect(mapping.stateSnapshots().window(batches(2), batches(2)));
            run.run(4);

            assertEquals(List.of("(a,1)", "(a,1) (a,1)", "(a,1) (a,3)", "(a,3) (a,3)"), states);
            assertEquals(List.of("1", "1", "3", "3"), mapped);
            assertEquals(List.of("(a,1) (a,1)", "(a,3) (a,3)"), snapshots);
        }
    }

    @Test
    void keepsTheParentOfAWindowInMemory() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            List<StorageLevel> levels = new CopyOnWriteArrayList<>();
            var words = run.words("a", "b").map(word -> word);
            var onDisk = run.words("a", "b").map(word -> word).persist(StorageLevel.DISK_ONLY());
            run.collect(words.window(batches(2)).union(onDisk.window(batches(2)).window(batches(2))));
            words.foreachRDD(rdd -> {
                levels.add(rdd.getStorageLevel());
            });
            onDisk.foreachRDD(rdd -> {
                levels.add(rdd.getStorageLevel());
            });
            run.run(2);

            assertEquals(List.of(StorageLevel.MEMORY_ONLY_SER(), StorageLevel.DISK_ONLY()), levels.subList(0, 2));
        }
    }

    @Test
    void refusesDurationsThatAreNoMultiples() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            var pairs = run.pairs("a:1");
            var odd = Durations.milliseconds(150);

            assertEquals(
                    "The window duration of windowed DStream (150 ms) must be a multiple of the slide duration of parent"
                            + " DStream (100 ms)",
                    assertThrows(Exception.class, () -> pairs.window(odd)).getMessage());
            assertEquals(
                    "The slide duration of windowed DStream (150 ms) must be a multiple of the slide duration of parent"
                            + " DStream (100 ms)",
                    assertThrows(Exception.class, () -> pairs.window(batches(3), odd))
                            .getMessage());
            assertEquals(
                    "requirement failed: The window duration of ReducedWindowedDStream (150 ms) must be multiple of the"
                            + " slide duration of parent DStream (100 ms)",
                    assertThrows(IllegalArgumentException.class, () -> pairs.countByWindow(odd, batches(1)))
                            .getMessage());
            assertEquals(
                    "requirement failed: The slide duration of ReducedWindowedDStream (150 ms) must be multiple of the slide"
                            + " duration of parent DStream (100 ms)",
                    assertThrows(IllegalArgumentException.class, () -> pairs.countByValueAndWindow(batches(3), odd))
                            .getMessage());
        }
    }

    private static int shufflesOf(RDD<?> rdd) {
        return rdd.toDebugString().split("ShuffledRDD\\[", -1).length - 1;
    }

    private static List<Integer> sorted(Iterable<Integer> values) {
        List<Integer> list = new ArrayList<>();
        values.forEach(list::add);
        list.sort(null);
        return list;
    }
}
