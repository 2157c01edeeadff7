package io.durastream;

import io.durastream.runtime.graph.DerivedNode;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.operator.Elements;
import io.durastream.runtime.operator.PartitionsRDD;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.api.java.function.PairFunction;

/** Operators that work on one element, or one partition, at a time. */
abstract class ElementOperators<T, R extends JavaRDDLike<T, R>, D> extends AbstractDStream<T, R, D> {

    ElementOperators(StreamingContext context, StreamNode<T> node) {
        super(context, node);
    }

    /**
     * Applies a function to each element.
     *
     * @param <U> the new elements
     * @param f called on the executors
     * @return the results
     */
    public <U> DStream<U> map(Function<T, U> f) {
        return derive("map", rdd -> Elements.map(rdd, f));
    }

    /**
     * Applies a function that gives a pair to each element.
     *
     * @param <K2> the new keys
     * @param <V2> the new values
     * @param f called on the executors
     * @return the results
     */
    public <K2, V2> PairDStream<K2, V2> mapToPair(PairFunction<T, K2, V2> f) {
        return derivePairs("mapToPair", rdd -> Elements.mapToPair(rdd, f));
    }

    /**
     * Replaces each element by any number of others.
     *
     * @param <U> the new elements
     * @param f gives the others; called on the executors
     * @return the results
     */
    public <U> DStream<U> flatMap(FlatMapFunction<T, U> f) {
        return derive("flatMap", rdd -> Elements.flatMap(rdd, f));
    }

    /**
     * Replaces each element by any number of pairs.
     *
     * @param <K2> the new keys
     * @param <V2> the new values
     * @param f gives the pairs; called on the executors
     * @return the results
     */
    public <K2, V2> PairDStream<K2, V2> flatMapToPair(PairFlatMapFunction<T, K2, V2> f) {
        return derivePairs("flatMapToPair", rdd -> Elements.flatMapToPair(rdd, f));
    }

    /**
     * Leaves elements out.
     *
     * @param f true for those that stay; called on the executors
     * @return the elements that stay
     */
    public D filter(Function<T, Boolean> f) {
        return same(defined(new DerivedNode<>("filter", node(), rdd -> Elements.filter(rdd, f))));
    }

    /**
     * Replaces each partition by any number of elements.
     *
     * @param <U> the new elements
     * @param f gives them from the partition's elements; called on the executors
     * @return the results
     */
    public <U> DStream<U> mapPartitions(FlatMapFunction<Iterator<T>, U> f) {
        return derive("mapPartitions", rdd -> PartitionsRDD.of(rdd, f::call));
    }

    /**
     * Replaces each partition by any number of pairs.
     *
     * @param <K2> the new keys
     * @param <V2> the new values
     * @param f gives them from the partition's elements; called on the executors
     * @return the results
     */
    public <K2, V2> PairDStream<K2, V2> mapPartitionsToPair(PairFlatMapFunction<Iterator<T>, K2, V2> f) {
        return derivePairs("mapPartitionsToPair", rdd -> PartitionsRDD.ofPairs(rdd, f::call));
    }

    /**
     * Makes a list of each partition.
     *
     * @return one list a partition, also of those without elements
     */
    public DStream<List<T>> glom() {
        return derive("glom", JavaRDD::glom);
    }

    /**
     * Spreads the elements evenly.
     *
     * @param numPartitions exactly how many partitions each RDD has then
     * @return the same elements
     */
    public D repartition(int numPartitions) {
        return same(defined(new DerivedNode<>("repartition", node(), rdd -> rdd.repartition(numPartitions))));
    }
}
