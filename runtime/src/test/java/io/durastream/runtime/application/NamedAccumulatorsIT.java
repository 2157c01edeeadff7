package io.durastream.runtime.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.NamedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.AccumulatorV2;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamedAccumulatorsIT {

    private static JavaSparkContext spark;

    /** What the batch log would have. */
    private final List<NamedValue> log = new ArrayList<>();

    private NamedAccumulators before;

    @BeforeEach
    void begin() {
        before = new NamedAccumulators(spark);
    }

    @BeforeAll
    static void startSpark() {
        spark = new JavaSparkContext(
                new SparkConf().setMaster("local[1]").setAppName("it").set("spark.ui.enabled", "false"));
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void restoresAllKindsWithEverythingTheyHave() {
        before.register(new LongAccumulator(), "long").add(5);
        before.register(new DoubleAccumulator(), "double").add(0.5);
        before.register(new CollectionAccumulator<String>(), "list").add("a");
        before.register(new Distinct(), "own").add("x");
        commit(before);

        NamedAccumulators after = restored();
        LongAccumulator longs = after.register(new LongAccumulator(), "long");
        assertEquals(5, longs.value());
        assertEquals(1, longs.count());
        assertEquals(0.5, after.register(new DoubleAccumulator(), "double").value());
        assertEquals(
                List.of("a"),
                after.register(new CollectionAccumulator<String>(), "list").value());
        Distinct own = after.register(new Distinct(), "own");
        own.add("a");
        assertEquals("[a, x]", own.value());
        assertEquals(
                List.of("double", "list", "long", "own"),
                List.copyOf(after.all().keySet()));
    }

    @Test
    void commitsOnlyWhatChanged() {
        LongAccumulator one = before.register(new LongAccumulator(), "one");
        LongAccumulator two = before.register(new LongAccumulator(), "two");
        assertEquals(List.of("accumulator/one", "accumulator/two"), commit(before));
        assertEquals(List.of(), commit(before));

        two.add(1);
        assertEquals(List.of("accumulator/two"), commit(before));
        assertEquals(0, one.value());
    }

    @Test
    void goesBackToWhatTheBatchBeforeLeft() {
        LongAccumulator count = before.register(new LongAccumulator(), "count");
        count.add(1); // before the first batch
        before.restore(log);
        count.add(10);
        before.rollBack();
        assertEquals(1, count.value());
        count.add(20);
        commit(before);
        count.add(30);
        before.rollBack();

        assertEquals(21, count.value());
        assertEquals(2, count.count());
    }

    @Test
    void restoresWhatTheFactoryHadAddedOnlyOnce() {
        before.register(new LongAccumulator(), "count").add(7);
        commit(before);

        NamedAccumulators after = new NamedAccumulators(spark);
        LongAccumulator count = after.register(new LongAccumulator(), "count");
        count.add(7);
        after.restore(log);

        assertEquals(7, count.value());
    }

    @Test
    void keepsValuesOfOthersAndOfNamesThatNobodyRegistered() {
        before.register(new LongAccumulator(), "count").add(1);
        commit(before);
        NamedAccumulators without = restored();
        assertEquals(List.of(), without.changes());

        assertEquals(1, restored().register(new LongAccumulator(), "count").value());
    }

    @Test
    void givesTheOneThatIsThereAndRefusesAnotherClass() {
        LongAccumulator registeredWithSpark = spark.sc().longAccumulator();
        assertSame(registeredWithSpark, before.register(registeredWithSpark, "count"));
        assertSame(registeredWithSpark, before.register(new LongAccumulator(), "count"));

        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> before.register(new DoubleAccumulator(), "count"));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("Accumulator 'count' is registered"));
    }

    @Test
    void namesTheValueThatDoesNotFitItsClass() {
        before.register(new LongAccumulator(), "count").add(1);
        commit(before);
        NamedAccumulators after = restored();

        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> after.register(new Distinct(), "count"));

        String text = String.valueOf(refusal.getMessage());
        assertTrue(text.contains("accumulator 'count'") && text.contains("another name"), text);
    }

    private List<String> commit(NamedAccumulators accumulators) {
        List<NamedValue> changes = accumulators.changes();
        log.addAll(changes);
        return changes.stream().map(NamedValue::name).toList();
    }

    private NamedAccumulators restored() {
        NamedAccumulators accumulators = new NamedAccumulators(spark);
        accumulators.restore(log);
        return accumulators;
    }

    /** As users write them. */
    private static final class Distinct extends AccumulatorV2<String, String> {

        private static final long serialVersionUID = 1;

        private final TreeSet<String> words = new TreeSet<>();

        @Override
        public boolean isZero() {
            return words.isEmpty();
        }

        @Override
        public AccumulatorV2<String, String> copy() {
            Distinct copy = new Distinct();
            copy.words.addAll(words);
            return copy;
        }

        @Override
        public void reset() {
            words.clear();
        }

        @Override
        public void add(String word) {
            words.add(word);
        }

        @Override
        public void merge(AccumulatorV2<String, String> other) {
            words.addAll(((Distinct) other).words);
        }

        @Override
        public String value() {
            return words.toString();
        }
    }
}
