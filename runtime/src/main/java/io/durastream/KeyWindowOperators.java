package io.durastream;

import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.state.StateStreams;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Operators on the values of each key over the last batches. */
abstract class KeyWindowOperators<K, V> extends KeyJoinOperators<K, V> {

    KeyWindowOperators(StreamingContext context, StreamNode<Tuple2<K, V>> node) {
        super(context, node);
    }

    /**
     * Collects the values of each key over a window that slides with this stream, partitioned into the default parallelism.
     *
     * @param windowDuration a multiple of this stream's slide duration
     * @return one pair a key
     */
    public PairDStream<K, Iterable<V>> groupByKeyAndWindow(Duration windowDuration) {
        return groupByKeyAndWindow(windowDuration, node().slide());
    }

    /**
     * Collects the values of each key over a window, partitioned into the default parallelism.
     *
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     * @return one pair a key
     */
    public PairDStream<K, Iterable<V>> groupByKeyAndWindow(Duration windowDuration, Duration slideDuration) {
        return groupByKeyAndWindow(windowDuration, slideDuration, defaultPartitioner());
    }

    /**
     * Collects the values of each key over a window.
     *
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     * @param numPartitions how many partitions the result has
     * @return one pair a key
     */
    public PairDStream<K, Iterable<V>> groupByKeyAndWindow(
            Duration windowDuration, Duration slideDuration, int numPartitions) {
        return groupByKeyAndWindow(windowDuration, slideDuration, new HashPartitioner(numPartitions));
    }

    /**
     * Collects the values of each key over a window: every batch is grouped once, every window puts the groups together.
     *
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     * @param partitioner how the result is partitioned
     * @return one pair a key
     */
    public PairDStream<K, Iterable<V>> groupByKeyAndWindow(
            Duration windowDuration, Duration slideDuration, Partitioner partitioner) {
        return groupByKey(partitioner)
                .window(windowDuration, slideDuration)
                .combineByKey(
                        KeyWindowOperators::copy, KeyWindowOperators::addTo, KeyWindowOperators::addTo, partitioner);
    }

    /**
     * Reduces the values of each key over a window that slides with this stream, partitioned into the default parallelism.
     *
     * @param reduceFunc associative and commutative; called on the executors
     * @param windowDuration a multiple of this stream's slide duration
     * @return one pair a key
     */
    public PairDStream<K, V> reduceByKeyAndWindow(Function2<V, V, V> reduceFunc, Duration windowDuration) {
        return reduceByKeyAndWindow(reduceFunc, windowDuration, node().slide());
    }

    /**
     * Reduces the values of each key over a window, partitioned into the default parallelism.
     *
     * @param reduceFunc associative and commutative; called on the executors
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     * @return one pair a key
     */
    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc, Duration windowDuration, Duration slideDuration) {
        return reduceByKeyAndWindow(reduceFunc, windowDuration, slideDuration, defaultPartitioner());
    }

    /**
     * Reduces the values of each key over a window.
     *
     * @param reduceFunc associative and commutative; called on the executors
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     * @param numPartitions how many partitions the result has
     * @return one pair a key
     */
    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc, Duration windowDuration, Duration slideDuration, int numPartitions) {
        return reduceByKeyAndWindow(reduceFunc, windowDuration, slideDuration, new HashPartitioner(numPartitions));
    }

    /**
     * Reduces the values of each key over a window: every batch is reduced once, every window reduces the results.
     *
     * @param reduceFunc associative and commutative; called on the executors
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     * @param partitioner how the result is partitioned
     * @return one pair a key
     */
    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc, Duration windowDuration, Duration slideDuration, Partitioner partitioner) {
        return reduceByKey(reduceFunc, partitioner)
                .window(windowDuration, slideDuration)
                .reduceByKey(reduceFunc, partitioner);
    }

    /**
     * Reduces the values of each key over a window, incrementally: a window's value is the last one's, less what left,
     * plus what entered. The cost follows what enters and leaves. Keys stay for ever, at their zero; see the forms with a
     * filter. Partitioned into the default parallelism. Needs a checkpoint directory.
     *
     * @param reduceFunc associative and commutative; called on the executors
     * @param invReduceFunc takes the second value out of the first
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     * @return one pair a key
     * @throws IllegalArgumentException when one of the durations is not such a multiple
     */
    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc,
            Function2<V, V, V> invReduceFunc,
            Duration windowDuration,
            Duration slideDuration) {
        return reduceByKeyAndWindow(
                reduceFunc, invReduceFunc, windowDuration, slideDuration, defaultPartitioner(), null);
    }

    /**
     * Reduces the values of each key over a window, incrementally, and drops keys. Needs a checkpoint directory.
     *
     * @param reduceFunc associative and commutative; called on the executors
     * @param invReduceFunc takes the second value out of the first
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     * @param numPartitions how many partitions the result has
     * @param filterFunc false for pairs of a key and its value of a window that are dropped for good; null keeps all
     * @return one pair a key
     * @throws IllegalArgumentException when one of the durations is not such a multiple
     */
    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc,
            Function2<V, V, V> invReduceFunc,
            Duration windowDuration,
            Duration slideDuration,
            int numPartitions,
            @Nullable Function<Tuple2<K, V>, Boolean> filterFunc) {
        return reduceByKeyAndWindow(
                reduceFunc,
                invReduceFunc,
                windowDuration,
                slideDuration,
                new HashPartitioner(numPartitions),
                filterFunc);
    }

    /**
     * Reduces the values of each key over a window, incrementally, and drops keys. Needs a checkpoint directory.
     *
     * @param reduceFunc associative and commutative; called on the executors
     * @param invReduceFunc takes the second value out of the first
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     * @param partitioner how the result is partitioned
     * @param filterFunc false for pairs of a key and its value of a window that are dropped for good; null keeps all
     * @return one pair a key
     * @throws IllegalArgumentException when one of the durations is not such a multiple
     */
    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc,
            Function2<V, V, V> invReduceFunc,
            Duration windowDuration,
            Duration slideDuration,
            Partitioner partitioner,
            @Nullable Function<Tuple2<K, V>, Boolean> filterFunc) {
        return inverseWindow(
                "reduceByKeyAndWindow",
                reduceFunc,
                invReduceFunc,
                windowDuration,
                slideDuration,
                partitioner,
                filterFunc);
    }

    /** @param kind the operator, in the words of the API */
    final PairDStream<K, V> inverseWindow(
            String kind,
            Function2<V, V, V> reduce,
            Function2<V, V, V> inverse,
            Duration window,
            Duration slide,
            Partitioner partitioner,
            @Nullable Function<Tuple2<K, V>, Boolean> filter) {
        requireMultiple("window", window);
        requireMultiple("slide", slide);
        StreamNode<Tuple2<K, V>> reduced = reduceByKey(reduce, partitioner).node();
        return same(defined(
                StateStreams.inverseWindow(kind, reduced, reduce, inverse, window, slide, partitioner, filter)));
    }

    private void requireMultiple(String what, Duration duration) {
        if (!duration.isMultipleOf(node().slide())) {
            throw new IllegalArgumentException("requirement failed: The " + what
                    + " duration of ReducedWindowedDStream (" + duration
                    + ") must be multiple of the slide duration of parent DStream (" + node().slide() + ")");
        }
    }

    private static <V> Iterable<V> copy(Iterable<V> group) {
        return addTo(new ArrayList<>(), group);
    }

    /** @param copy from {@link #copy}: nobody else's */
    private static <V> Iterable<V> addTo(Iterable<V> copy, Iterable<V> group) {
        group.forEach(((List<V>) copy)::add);
        return copy;
    }
}
