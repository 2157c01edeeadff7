package io.durastream;

import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.state.StateStreams;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Operators on the values of each key over the last batches. */
abstract class KeyWindowOperators<K, V> extends KeyAggregateOperators<K, V> {

    KeyWindowOperators(StreamingContext context, StreamNode<Tuple2<K, V>> node) {
        super(context, node);
    }

    /** Reduces the values of each key over a window that slides with this stream. */
    public PairDStream<K, V> reduceByKeyAndWindow(Function2<V, V, V> reduceFunc, Duration windowDuration) {
        return reduceByKeyAndWindow(reduceFunc, windowDuration, node().slide());
    }

    /**
     * Reduces the values of each key over a window: every batch is reduced once, every window reduces the results.
     *
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration a multiple of this stream's slide duration
     */
    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc, Duration windowDuration, Duration slideDuration) {
        return reduceByKeyAndWindow(reduceFunc, windowDuration, slideDuration, defaultPartitioner());
    }

    /** As {@link #reduceByKeyAndWindow(Function2, Duration, Duration)}, into so many partitions. */
    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc, Duration windowDuration, Duration slideDuration, int numPartitions) {
        return reduceByKeyAndWindow(reduceFunc, windowDuration, slideDuration, new HashPartitioner(numPartitions));
    }

    /** As {@link #reduceByKeyAndWindow(Function2, Duration, Duration)}, partitioned in the caller's way. */
    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc, Duration windowDuration, Duration slideDuration, Partitioner partitioner) {
        return reduceByKey(reduceFunc, partitioner)
                .window(windowDuration, slideDuration)
                .reduceByKey(reduceFunc, partitioner);
    }

    /**
     * Reduces the values of each key over a window, incrementally: a window's value is the last one's, less what left,
     * plus what entered. The cost follows what enters and leaves. Keys stay for ever, at their zero, unless a filter is
     * given. Needs a checkpoint directory.
     *
     * @param invReduceFunc takes the second value out of the first
     */
    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc,
            Function2<V, V, V> invReduceFunc,
            Duration windowDuration,
            Duration slideDuration) {
        return inverseWindow(reduceFunc, invReduceFunc, windowDuration, slideDuration, defaultPartitioner(), null);
    }

    /** As the form without a filter; pairs of key and window value that fail {@code filterFunc} are dropped for good. */
    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc,
            Function2<V, V, V> invReduceFunc,
            Duration windowDuration,
            Duration slideDuration,
            int numPartitions,
            @Nullable Function<Tuple2<K, V>, Boolean> filterFunc) {
        return inverseWindow(
                reduceFunc,
                invReduceFunc,
                windowDuration,
                slideDuration,
                new HashPartitioner(numPartitions),
                filterFunc);
    }

    /** As the form without a filter; pairs of key and window value that fail {@code filterFunc} are dropped for good. */
    public PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc,
            Function2<V, V, V> invReduceFunc,
            Duration windowDuration,
            Duration slideDuration,
            Partitioner partitioner,
            @Nullable Function<Tuple2<K, V>, Boolean> filterFunc) {
        return inverseWindow(reduceFunc, invReduceFunc, windowDuration, slideDuration, partitioner, filterFunc);
    }

    private PairDStream<K, V> inverseWindow(
            Function2<V, V, V> reduce,
            Function2<V, V, V> inverse,
            Duration window,
            Duration slide,
            Partitioner partitioner,
            @Nullable Function<Tuple2<K, V>, Boolean> filter) {
        requireMultiple("window", window);
        requireMultiple("slide", slide);
        StreamNode<Tuple2<K, V>> reduced = reduceByKey(reduce, partitioner).node();
        return new PairDStream<>(context(), defined(StateStreams.inverseWindow(reduced, reduce, inverse, window, slide, partitioner, filter)));
    }

    private void requireMultiple(String what, Duration duration) {
        if (!duration.isMultipleOf(node().slide())) {
            throw new IllegalArgumentException("requirement failed: The " + what
                    + " duration of ReducedWindowedDStream (" + duration
                    + ") must be multiple of the slide duration of parent DStream (" + node().slide() + ")");
        }
    }
}
