package io.durastream;

import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.operator.Combining;
import io.durastream.runtime.operator.Elements;
import java.io.Serializable;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import scala.Tuple2;

/** Operators on values, and on the values of each key, within a batch. */
abstract class KeyAggregateOperators<K, V> extends OutputOperators<Tuple2<K, V>, JavaPairRDD<K, V>, PairDStream<K, V>> {

    KeyAggregateOperators(StreamingContext context, StreamNode<Tuple2<K, V>> node) {
        super(context, node);
    }

    /**
     * Applies a function to each value; keys and partitioning stay.
     *
     * @param <U> the new values
     * @param f called on the executors
     * @return the keys with the results
     */
    public <U> PairDStream<K, U> mapValues(Function<V, U> f) {
        return derivePairs("mapValues", rdd -> Elements.mapValues(rdd, f));
    }

    /**
     * Replaces each value by any number of others; keys and partitioning stay.
     *
     * @param <U> the new values
     * @param f gives the others; called on the executors
     * @return one pair for each of the others
     */
    public <U> PairDStream<K, U> flatMapValues(FlatMapFunction<V, U> f) {
        return onPairs("flatMapValues", pairs -> pairs.flatMapValues(f));
    }

    /**
     * Turns each pair round.
     *
     * @return the values as keys, the keys as values
     */
    public PairDStream<V, K> swap() {
        return derivePairs("swap", rdd -> Elements.mapToPair(rdd, Tuple2::swap));
    }

    /**
     * Collects the values of each key of a batch, partitioned into the default parallelism.
     *
     * @return one pair a key
     */
    public PairDStream<K, Iterable<V>> groupByKey() {
        return groupByKey(defaultPartitioner());
    }

    /**
     * Collects the values of each key of a batch.
     *
     * @param numPartitions how many partitions the result has
     * @return one pair a key
     */
    public PairDStream<K, Iterable<V>> groupByKey(int numPartitions) {
        return groupByKey(new HashPartitioner(numPartitions));
    }

    /**
     * Collects the values of each key of a batch.
     *
     * @param partitioner how the result is partitioned
     * @return one pair a key
     */
    public PairDStream<K, Iterable<V>> groupByKey(Partitioner partitioner) {
        return onPairs("groupByKey", pairs -> pairs.groupByKey(partitioner));
    }

    /**
     * Reduces the values of each key of a batch, partitioned into the default parallelism.
     *
     * @param func associative and commutative; called on the executors
     * @return one pair a key
     */
    public PairDStream<K, V> reduceByKey(Function2<V, V, V> func) {
        return reduceByKey(func, defaultPartitioner());
    }

    /**
     * Reduces the values of each key of a batch.
     *
     * @param func associative and commutative; called on the executors
     * @param numPartitions how many partitions the result has
     * @return one pair a key
     */
    public PairDStream<K, V> reduceByKey(Function2<V, V, V> func, int numPartitions) {
        return reduceByKey(func, new HashPartitioner(numPartitions));
    }

    /**
     * Reduces the values of each key of a batch.
     *
     * @param func associative and commutative; called on the executors
     * @param partitioner how the result is partitioned
     * @return one pair a key
     */
    public PairDStream<K, V> reduceByKey(Function2<V, V, V> func, Partitioner partitioner) {
        return derivePairs("reduceByKey", rdd -> Combining.<K, V>reducing(func).byKey(rdd, partitioner));
    }

    /**
     * Combines the values of each key of a batch, first where they are, then where the key's partition is.
     *
     * @param <C> the combined type
     * @param createCombiner begins a combination with a value
     * @param mergeValue adds a value to a combination
     * @param mergeCombiners makes one combination of two
     * @param partitioner how the result is partitioned
     * @return one pair a key
     */
    public <C> PairDStream<K, C> combineByKey(
            Function<V, C> createCombiner,
            Function2<C, V, C> mergeValue,
            Function2<C, C, C> mergeCombiners,
            Partitioner partitioner) {
        return combineByKey(createCombiner, mergeValue, mergeCombiners, partitioner, true);
    }

    /**
     * Combines the values of each key of a batch.
     *
     * @param <C> the combined type
     * @param createCombiner begins a combination with a value
     * @param mergeValue adds a value to a combination
     * @param mergeCombiners makes one combination of two
     * @param partitioner how the result is partitioned
     * @param mapSideCombine whether values are combined where they are, before they go to their partition
     * @return one pair a key
     */
    public <C> PairDStream<K, C> combineByKey(
            Function<V, C> createCombiner,
            Function2<C, V, C> mergeValue,
            Function2<C, C, C> mergeCombiners,
            Partitioner partitioner,
            boolean mapSideCombine) {
        if (mapSideCombine) {
            Combining<K, V, C> combining = new Combining<>(createCombiner, mergeValue, mergeCombiners);
            return derivePairs("combineByKey", rdd -> combining.byKey(rdd, partitioner));
        }
        return onPairs(
                "combineByKey",
                pairs -> pairs.combineByKey(createCombiner, mergeValue, mergeCombiners, partitioner, false, null));
    }

    final <K2, V2> PairDStream<K2, V2> onPairs(String kind, PairsDerivation<K, V, K2, V2> derivation) {
        return derivePairs(kind, rdd -> plain(derivation.apply(JavaPairRDD.fromJavaRDD(rdd))));
    }

    /** An RDD of pairs made from another. */
    interface PairsDerivation<K, V, K2, V2> extends Serializable {
        JavaPairRDD<K2, V2> apply(JavaPairRDD<K, V> pairs);
    }
}
