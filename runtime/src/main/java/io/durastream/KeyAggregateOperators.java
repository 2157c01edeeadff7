package io.durastream;

import io.durastream.runtime.graph.DerivedNode;
import io.durastream.runtime.graph.StreamNode;
import java.io.Serializable;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import scala.Tuple2;

/** Operators on the values of each key, within a batch. */
abstract class KeyAggregateOperators<K, V> extends OutputOperators<Tuple2<K, V>, JavaPairRDD<K, V>, PairDStream<K, V>> {

    KeyAggregateOperators(StreamingContext context, StreamNode<Tuple2<K, V>> node) {
        super(context, node);
    }

    /** Applies {@code f} to each value; keys and partitioning stay. */
    public <U> PairDStream<K, U> mapValues(Function<V, U> f) {
        return onPairs("mapValues", pairs -> pairs.mapValues(f));
    }

    /** The values of each key of a batch. */
    public PairDStream<K, Iterable<V>> groupByKey() {
        return groupByKey(defaultPartitioner());
    }

    /** The values of each key of a batch. */
    public PairDStream<K, Iterable<V>> groupByKey(Partitioner partitioner) {
        return onPairs("groupByKey", pairs -> pairs.groupByKey(partitioner));
    }

    /** Reduces the values of each key of a batch. */
    public PairDStream<K, V> reduceByKey(Function2<V, V, V> func) {
        return reduceByKey(func, defaultPartitioner());
    }

    /** Reduces the values of each key of a batch. */
    public PairDStream<K, V> reduceByKey(Function2<V, V, V> func, int numPartitions) {
        return reduceByKey(func, new HashPartitioner(numPartitions));
    }

    /** Reduces the values of each key of a batch. */
    public PairDStream<K, V> reduceByKey(Function2<V, V, V> func, Partitioner partitioner) {
        return onPairs("reduceByKey", pairs -> pairs.reduceByKey(partitioner, func));
    }

    final <K2, V2> PairDStream<K2, V2> onPairs(String kind, PairsDerivation<K, V, K2, V2> derivation) {
        return new PairDStream<>(
                context(),
                defined(new DerivedNode<>(kind, node(), rdd -> plain(derivation.apply(JavaPairRDD.fromJavaRDD(rdd))))));
    }

    /** An RDD of pairs made from another. */
    interface PairsDerivation<K, V, K2, V2> extends Serializable {
        JavaPairRDD<K2, V2> apply(JavaPairRDD<K, V> pairs);
    }
}
