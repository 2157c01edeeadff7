package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.DStream;
import io.durastream.StreamingContext;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import scala.Tuple2;

/** Functions from RDDs to an RDD, called on the driver in each batch. */
class TransformsIT {

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @Test
    void transformsOneStream() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            var words = run.words("b a", "", "c");
            var pairs = words.mapToPair(word -> new Tuple2<>(word, 1));
            List<Long> times = new CopyOnWriteArrayList<>();
            var distinct = run.collect(words.transform(rdd -> rdd.union(rdd).distinct()));
            var timed = run.collect(words.transform((rdd, time) -> {
                times.add(time.milliseconds());
                return rdd.map(word -> word + "!");
            }));
            var toPairs = run.collect(words.transformToPair(rdd -> rdd.mapToPair(word -> new Tuple2<>(word, 2))));
            var toPairsTimed = run.collect(pairs.transformToPair((rdd, time) -> rdd.mapValues(one -> one + 2)));
            var toPlain = run.collect(pairs.transform(rdd -> rdd.keys()));
            run.run(3);

            assertEquals(List.of("a b", "", "c"), distinct);
            assertEquals(List.of("a! b!", "", "c!"), timed);
            assertEquals(BatchRun.BATCH.milliseconds(), times.get(1) - times.get(0));
            assertEquals(List.of("(a,2) (b,2)", "", "(c,2)"), toPairs);
            assertEquals(List.of("(a,3) (b,3)", "", "(c,3)"), toPairsTimed);
            assertEquals(List.of("a b", "", "c"), toPlain);
        }
    }

    @Test
    void joinsWithADataSetThatChangesBetweenBatches() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            List<String> blocked = new CopyOnWriteArrayList<>();
            var passed = run.collect(run.words("a b", "a b", "a b").transform(rdd -> {
                blocked.add(blocked.isEmpty() ? "b" : "a");
                return rdd.subtract(SPARK.context().parallelize(List.copyOf(blocked)));
            }));
            run.run(2);

            assertEquals(List.of("a", ""), passed);
        }
    }

    @Test
    void transformsTwoStreams() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            var words = run.words("a", "", "b");
            var others = run.words("x", "y");
            var pairs = words.mapToPair(word -> new Tuple2<>(word, 1));
            var otherPairs = others.mapToPair(word -> new Tuple2<>(word, 2));
            var plain = run.collect(words.transformWith(others, (mine, theirs, time) -> mine.union(theirs)));
            var withPairs =
                    run.collect(words.transformWith(otherPairs, (mine, theirs, time) -> mine.union(theirs.keys())));
            var fromPairs = run.collect(pairs.transformWith(others, (mine, theirs, time) -> theirs.union(mine.keys())));
            var toPairs = run.collect(words.transformWithToPair(
                    others, (mine, theirs, time) -> mine.union(theirs).mapToPair(word -> new Tuple2<>(word, 3))));
            var pairsToPairs =
                    run.collect(pairs.transformWithToPair(otherPairs, (mine, theirs, time) -> mine.union(theirs)));
            run.run(4);

            List<String> together = List.of("a x", "y", "b", "");
            assertEquals(together, plain);
            assertEquals(together, withPairs);
            assertEquals(together, fromPairs);
            assertEquals(List.of("(a,3) (x,3)", "(y,3)", "(b,3)", ""), toPairs);
            assertEquals(List.of("(a,1) (x,2)", "(y,2)", "(b,1)", ""), pairsToPairs);
        }
    }

    @Test
    void transformsManyStreams() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            List<DStream<?>> streams = List.of(
                    run.words("a", "", "b"),
                    run.words("x"),
                    run.pairs("k:1", "l:2").toJavaDStream());
            var texts = run.collect(run.context().transform(streams, (rdds, time) -> allOf(rdds)));
            var pairs = run.collect(run.context()
                    .transformToPair(streams, (rdds, time) -> allOf(rdds).mapToPair(text -> new Tuple2<>(text, 1))));
            run.run(4);

            assertEquals(List.of("(k,1) a x", "(l,2)", "b", ""), texts);
            assertEquals(List.of("((k,1),1) (a,1) (x,1)", "((l,2),1)", "(b,1)", ""), pairs);
            assertThrows(
                    IllegalStateException.class, () -> run.context().transform(streams, (rdds, time) -> allOf(rdds)));
        }
    }

    @Test
    void refusesStreamsThatDoNotGoTogether() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            var words = run.words("a");
            var pairs = run.pairs("a:1");
            var slow = words.window(BatchRun.batches(2), BatchRun.batches(2));
            var slowPairs = pairs.window(BatchRun.batches(2), BatchRun.batches(2));
            StreamingContext other = new StreamingContext(SPARK.context(), BatchRun.BATCH);
            var strange =
                    other.queueStream(new ArrayDeque<>(List.of(SPARK.context().parallelize(List.of("a")))));
            var strangePairs = strange.mapToPair(word -> new Tuple2<>(word, 1));

            String slides = "requirement failed: Some of the DStreams have different slide durations";
            assertRefused(slides, () -> words.union(slow));
            assertRefused(slides, () -> words.transformWith(slow, (mine, theirs, time) -> mine));
            assertRefused(slides, () -> pairs.join(slowPairs));
            String contexts = "requirement failed: Some of the DStreams have different contexts";
            assertRefused(contexts, () -> words.union(strange));
            assertRefused(contexts, () -> run.context().union(words, strange));
            assertRefused(
                    contexts, () -> run.context().transform(List.of(words, strange), (rdds, time) -> allOf(rdds)));
            assertRefused(slides, () -> run.context().transform(List.of(words, slow), (rdds, time) -> allOf(rdds)));
            assertRefused(
                    "Expected at least one stream to transform, got none",
                    () -> run.context().transform(List.of(), (rdds, time) -> allOf(rdds)));
            assertRefused(contexts, () -> words.transformWith(strange, (mine, theirs, time) -> mine));
            assertRefused(contexts, () -> pairs.union(strangePairs));
            assertRefused(contexts, () -> pairs.cogroup(strangePairs));
            other.stop(false);
        }
    }

    @Test
    void refusesATransformationThatGivesNothing() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            run.collect(run.words("a").transformToPair(rdd -> null));

            Throwable cause = rootOf(assertThrows(Exception.class, () -> run.run(1)));

            assertEquals(NullPointerException.class, cause.getClass());
            assertTrue(String.valueOf(cause.getMessage()).startsWith("Transform function must not return null."));
        }
    }

    private static JavaRDD<String> allOf(List<JavaRDD<?>> rdds) {
        return rdds.stream()
                .map(rdd -> rdd.map(String::valueOf))
                .reduce(JavaRDD::union)
                .orElseThrow();
    }

    private static void assertRefused(String text, Executable definition) {
        assertEquals(
                text, assertThrows(IllegalArgumentException.class, definition).getMessage());
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }
}
