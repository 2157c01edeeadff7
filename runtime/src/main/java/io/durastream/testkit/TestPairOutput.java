package io.durastream.testkit;

import io.durastream.PairDStream;
import io.durastream.Time;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import scala.Tuple2;

/**
 * What a stream of pairs gave, batch by batch, over all drivers of a test; a map from key to value for each batch. Made by
 * {@link StreamTest#pairOutput}. As {@link TestOutput} in everything else.
 *
 * @param <K> keys; at most once in a batch
 * @param <V> values
 */
public final class TestPairOutput<K, V> implements Serializable {

    private static final long serialVersionUID = 1;

    private final TestOutput<Tuple2<K, V>> pairs;

    TestPairOutput(TestOutput<Tuple2<K, V>> pairs) {
        this.pairs = pairs;
    }

    /**
     * Collects a stream; see {@link TestOutput#collect}.
     *
     * @param stream a stream of the application
     */
    public void collect(PairDStream<K, V> stream) {
        stream.foreachRDD((rdd, time) -> pairs.deliver(time, rdd.collect()));
    }

    /**
     * {@return what the batch of that time gave; the last time, if it was executed several times}
     *
     * @param time the time of the batch
     * @throws NoSuchElementException when this output did not run in that batch
     * @throws IllegalStateException when a key has several values
     */
    public Map<K, V> at(Time time) {
        return toMap(pairs.at(time));
    }

    /** {@return what each batch gave, in the order of their times; see {@link #at}} */
    public List<Map<K, V>> batches() {
        return pairs.batches().stream().map(TestPairOutput::toMap).toList();
    }

    /**
     * {@return what the last batch gave}
     *
     * @throws NoSuchElementException when this output has not run yet
     */
    public Map<K, V> last() {
        return toMap(pairs.last());
    }

    /**
     * {@return what the batch of that time gave at each of its executions}
     *
     * @param time the time of the batch
     * @throws NoSuchElementException as {@link #at}
     */
    public List<Map<K, V>> deliveries(Time time) {
        return pairs.deliveries(time).stream().map(TestPairOutput::toMap).toList();
    }

    /** {@return the batches in which this output ran, in order} */
    public List<Time> times() {
        return pairs.times();
    }

    private static <K, V> Map<K, V> toMap(List<Tuple2<K, V>> pairs) {
        Map<K, V> map = new HashMap<>();
        for (Tuple2<K, V> pair : pairs) {
            if (map.containsKey(pair._1())) {
                throw new IllegalStateException("Key '" + pair._1() + "' has several values in one batch, as "
                        + map.get(pair._1()) + " and " + pair._2()
                        + ". Collect such a stream in a TestOutput: map(pair -> pair) gives its pairs");
            }
            map.put(pair._1(), pair._2());
        }
        return map;
    }
}
