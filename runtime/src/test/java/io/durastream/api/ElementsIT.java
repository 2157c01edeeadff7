package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;

/** Operators on the elements and on the partitions of a batch, and those that aggregate a batch. */
class ElementsIT {

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @Test
    void worksOnEachElement() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            var words = run.words("a bb", "", "ccc");
            var mapped = run.collect(words.map(String::length));
            var pairs = run.collect(words.mapToPair(word -> new Tuple2<>(word, 1)));
            var flat = run.collect(
                    words.flatMap(word -> Arrays.asList(word.split("")).iterator()));
            var flatPairs = run.collect(words.flatMapToPair(word ->
                    List.of(new Tuple2<>(word, 1), new Tuple2<>(word, 2)).iterator()));
            var filtered = run.collect(words.filter(word -> word.length() > 1));
            run.run(3);

            assertEquals(List.of("1 2", "", "3"), mapped);
            assertEquals(List.of("(a,1) (bb,1)", "", "(ccc,1)"), pairs);
            assertEquals(List.of("a b b", "", "c c c"), flat);
            assertEquals(List.of("(a,1) (a,2) (bb,1) (bb,2)", "", "(ccc,1) (ccc,2)"), flatPairs);
            assertEquals(List.of("bb", "", "ccc"), filtered);
        }
    }

    @Test
    void worksOnEachPartition() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            var words = run.words("a b c", "", "d");
            var sizes = run.collect(
                    words.mapPartitions(partition -> List.of(size(partition)).iterator()));
            var pairs = run.collect(words.mapPartitionsToPair(
                    partition -> List.of(new Tuple2<>("size", size(partition))).iterator()));
            var lists = run.collect(words.glom());
            run.run(3);

            assertEquals(List.of("1 2", "0 0", "0 1"), sizes);
            assertEquals(List.of("(size,1) (size,2)", "(size,0) (size,0)", "(size,0) (size,1)"), pairs);
            assertEquals(List.of("[a] [b, c]", "[] []", "[] [d]"), lists);
        }
    }

    @Test
    void spreadsOverPartitionsAndUnites() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            var words = run.words("a b", "", "c");
            var spread =
                    run.collect(words.repartition(5).transform(rdd -> rdd.glom().map(List::size)));
            var spreadPairs = run.collect(words.mapToPair(word -> new Tuple2<>(word, 1))
                    .repartition(3)
                    .glom()
                    .map(all -> 1));
            var united = run.collect(words.union(run.words("x", "y")));
            var all = run.collect(run.context().union(words, words));
            run.run(4);

            assertEquals(5, spread.get(0).split(" ").length);
            assertEquals(5, spread.get(1).split(" ").length);
            assertEquals(List.of("1 1 1", "1 1 1", "1 1 1", "1 1 1"), spreadPairs);
            assertEquals(List.of("a b x", "y", "c", ""), united);
            assertEquals(List.of("a a b b", "", "c c", ""), all);
        }
    }

    @Test
    void aggregatesEachBatch() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            var words = run.words("b a b", "", "c");
            var counted = run.collect(words.count());
            var values = run.collect(words.countByValue());
            var inThree = run.collect(
                    words.countByValue(3).transform(rdd -> rdd.glom().map(each -> "partition")));
            var reduced = run.collect(words.reduce((one, other) -> one.compareTo(other) > 0 ? one : other));
            run.run(4);

            assertEquals(List.of("3", "0", "1", "0"), counted, "also of an RDD without partitions, as the fourth is");
            assertEquals(List.of("(a,1) (b,2)", "", "(c,1)", ""), values);
            assertEquals("partition partition partition", inThree.get(0));
            assertEquals(List.of("b", "", "c", ""), reduced);
        }
    }

    private static int size(Iterator<?> elements) {
        int size = 0;
        for (; elements.hasNext(); elements.next()) {
            size++;
        }
        return size;
    }
}
