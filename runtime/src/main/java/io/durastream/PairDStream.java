package io.durastream;

import io.durastream.runtime.graph.DerivedNode;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.state.StateStreams;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * A stream of key-value pairs.
 *
 * @param <K> keys
 * @param <V> values
 */
public class PairDStream<K, V> extends AbstractDStream<Tuple2<K, V>, JavaPairRDD<K, V>, PairDStream<K, V>> {

    PairDStream(StreamingContext context, StreamNode<Tuple2<K, V>> node) {
        super(context, node);
    }

    /** The RDD of a batch time; null when there is none. For tests and inspection, after the start. */
    public @Nullable JavaPairRDD<K, V> compute(Time validTime) {
        JavaRDD<Tuple2<K, V>> rdd = node().rdd(validTime);
        return rdd == null ? null : JavaPairRDD.fromJavaRDD(rdd);
    }

    /** Applies {@code f} to each value; keys and partitioning stay. */
    public final <U> PairDStream<K, U> mapValues(Function<V, U> f) {
        return onPairs("mapValues", pairs -> pairs.mapValues(f));
    }

    /** The values of each key of a batch. */
    public final PairDStream<K, Iterable<V>> groupByKey() {
        return groupByKey(defaultPartitioner());
    }

    /** The values of each key of a batch. */
    public final PairDStream<K, Iterable<V>> groupByKey(Partitioner partitioner) {
        return onPairs("groupByKey", pairs -> pairs.groupByKey(partitioner));
    }

    /** Reduces the values of each key of a batch. */
    public final PairDStream<K, V> reduceByKey(Function2<V, V, V> func) {
        return reduceByKey(func, defaultPartitioner());
    }

    /** Reduces the values of each key of a batch. */
    public final PairDStream<K, V> reduceByKey(Function2<V, V, V> func, int numPartitions) {
        return reduceByKey(func, new HashPartitioner(numPartitions));
    }

    /** Reduces the values of each key of a batch. */
    public final PairDStream<K, V> reduceByKey(Function2<V, V, V> func, Partitioner partitioner) {
        return onPairs("reduceByKey", pairs -> pairs.reduceByKey(partitioner, func));
    }

    /** Reduces the values of each key over a window that slides with this stream. */
    public final PairDStream<K, V> reduceByKeyAndWindow(Function2<V, V, V> reduceFunc, Duration windowDuration) {
        return reduceByKeyAndWindow(reduceFunc, windowDuration, node().slide());
    }

    /**
     * Reduces the values of each key over a window: every batch is reduced once, every window reduces the results.
     *
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration a multiple of this stream's slide duration
     */
    public final PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc, Duration windowDuration, Duration slideDuration) {
        return reduceByKeyAndWindow(reduceFunc, windowDuration, slideDuration, defaultPartitioner());
    }

    /** As {@link #reduceByKeyAndWindow(Function2, Duration, Duration)}, into so many partitions. */
    public final PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc, Duration windowDuration, Duration slideDuration, int numPartitions) {
        return reduceByKeyAndWindow(reduceFunc, windowDuration, slideDuration, new HashPartitioner(numPartitions));
    }

    /** As {@link #reduceByKeyAndWindow(Function2, Duration, Duration)}, partitioned in the caller's way. */
    public final PairDStream<K, V> reduceByKeyAndWindow(
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
    public final PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc,
            Function2<V, V, V> invReduceFunc,
            Duration windowDuration,
            Duration slideDuration) {
        return inverseWindow(reduceFunc, invReduceFunc, windowDuration, slideDuration, defaultPartitioner(), null);
    }

    /** As the form without a filter; pairs of key and window value that fail {@code filterFunc} are dropped for good. */
    public final PairDStream<K, V> reduceByKeyAndWindow(
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
    public final PairDStream<K, V> reduceByKeyAndWindow(
            Function2<V, V, V> reduceFunc,
            Function2<V, V, V> invReduceFunc,
            Duration windowDuration,
            Duration slideDuration,
            Partitioner partitioner,
            @Nullable Function<Tuple2<K, V>, Boolean> filterFunc) {
        return inverseWindow(reduceFunc, invReduceFunc, windowDuration, slideDuration, partitioner, filterFunc);
    }

    /**
     * Keyed state: {@code updateFunc} is called for every key in every batch, with the batch's values (perhaps none) and
     * the state before; an empty result removes the key. The stream gives all keys with their state. Needs a checkpoint
     * directory. The state survives every crash and, found by {@link #uid}, changes of the code.
     */
    public final <S> PairDStream<K, S> updateStateByKey(Function2<List<V>, Optional<S>, Optional<S>> updateFunc) {
        return updateStateByKey(updateFunc, defaultPartitioner());
    }

    /** As {@link #updateStateByKey(Function2)}, into so many partitions. */
    public final <S> PairDStream<K, S> updateStateByKey(
            Function2<List<V>, Optional<S>, Optional<S>> updateFunc, int numPartitions) {
        return updateStateByKey(updateFunc, new HashPartitioner(numPartitions));
    }

    /** As {@link #updateStateByKey(Function2)}, partitioned in the caller's way. */
    public final <S> PairDStream<K, S> updateStateByKey(
            Function2<List<V>, Optional<S>, Optional<S>> updateFunc, Partitioner partitioner) {
        return new PairDStream<>(
                context(), defined(StateStreams.updateStateByKey(node(), updateFunc, partitioner, null)));
    }

    /** As {@link #updateStateByKey(Function2, Partitioner)}, with the state before the first batch. */
    public final <S> PairDStream<K, S> updateStateByKey(
            Function2<List<V>, Optional<S>, Optional<S>> updateFunc,
            Partitioner partitioner,
            JavaPairRDD<K, S> initialRDD) {
        return new PairDStream<>(
                context(), defined(StateStreams.updateStateByKey(node(), updateFunc, partitioner, initialRDD)));
    }

    /** Keyed state with a function that is called for each record; see {@link StateSpec}. Needs a checkpoint directory. */
    public final <S, M> MapWithStateDStream<K, V, S, M> mapWithState(StateSpec<K, V, S, M> spec) {
        context().requireDefinable();
        return new MapWithStateDStream<>(
                context(),
                StateStreams.mapWithState(node(), spec, spec.partitioner().orElseGet(this::defaultPartitioner)));
    }

    @Override
    final PairDStream<K, V> same(StreamNode<Tuple2<K, V>> of) {
        return new PairDStream<>(context(), of);
    }

    @Override
    final PairDStream<K, V> self() {
        return this;
    }

    @Override
    final Wrapper<Tuple2<K, V>, JavaPairRDD<K, V>> wrapper() {
        return JavaPairRDD::fromJavaRDD;
    }

    /** The pairs as the elements that a node gives; the partitioner is kept. */
    static <K, V> JavaRDD<Tuple2<K, V>> plain(JavaPairRDD<K, V> pairs) {
        return new JavaRDD<>(pairs.rdd(), pairs.classTag());
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
        return same(defined(StateStreams.inverseWindow(reduced, reduce, inverse, window, slide, partitioner, filter)));
    }

    private void requireMultiple(String what, Duration duration) {
        if (!duration.isMultipleOf(node().slide())) {
            throw new IllegalArgumentException("requirement failed: The " + what
                    + " duration of ReducedWindowedDStream (" + duration
                    + ") must be multiple of the slide duration of parent DStream (" + node().slide() + ")");
        }
    }

    private <K2, V2> PairDStream<K2, V2> onPairs(String kind, PairsDerivation<K, V, K2, V2> derivation) {
        return new PairDStream<>(
                context(),
                defined(new DerivedNode<>(kind, node(), rdd -> plain(derivation.apply(JavaPairRDD.fromJavaRDD(rdd))))));
    }

    private Partitioner defaultPartitioner() {
        return new HashPartitioner(context().sparkContext().defaultParallelism());
    }

    private interface PairsDerivation<K, V, K2, V2> extends java.io.Serializable {
        JavaPairRDD<K2, V2> apply(JavaPairRDD<K, V> pairs);
    }
}
