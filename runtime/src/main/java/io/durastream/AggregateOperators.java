package io.durastream;

import io.durastream.runtime.graph.StreamNode;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.function.Function2;
import scala.Tuple2;

/** Operators that make few elements of all elements of a batch. */
abstract class AggregateOperators<T, R extends JavaRDDLike<T, R>, D> extends ElementOperators<T, R, D> {

    AggregateOperators(StreamingContext context, StreamNode<T> node) {
        super(context, node);
    }

    /**
     * Counts the elements of each batch.
     *
     * @return one number a batch, 0 where there are no elements
     */
    public DStream<Long> count() {
        return derive(
                "count",
                rdd -> rdd.mapPartitionsToPair(elements -> only(new Tuple2<>(0, size(elements))))
                        .reduceByKey(Long::sum, 1)
                        .mapPartitions(AggregateOperators::countOrZero));
    }

    /**
     * Counts how often each value occurs in a batch, partitioned into the default parallelism.
     *
     * @return the distinct values with their counts
     */
    public PairDStream<T, Long> countByValue() {
        return countByValue(context().sparkContext().defaultParallelism());
    }

    /**
     * Counts how often each value occurs in a batch.
     *
     * @param numPartitions how many partitions the counts have
     * @return the distinct values with their counts
     */
    public PairDStream<T, Long> countByValue(int numPartitions) {
        return derivePairs(
                "countByValue",
                rdd -> rdd.mapToPair(value -> new Tuple2<>(value, 1L)).reduceByKey(Long::sum, numPartitions));
    }

    /**
     * Reduces the elements of each batch to one.
     *
     * @param f associative and commutative; called on the executors
     * @return one element a batch, none where there are no elements
     */
    public DStream<T> reduce(Function2<T, T, T> f) {
        return derive(
                "reduce",
                rdd -> rdd.mapToPair(element -> new Tuple2<>(0, element))
                        .reduceByKey(f, 1)
                        .values());
    }

    /** The count in the only partition, 0 where there is none. */
    static Iterator<Long> countOrZero(Iterator<Tuple2<Integer, Long>> counts) {
        return only(counts.hasNext() ? counts.next()._2() : 0L);
    }

    private static <E> Iterator<E> only(E element) {
        return List.of(element).iterator();
    }

    private static long size(Iterator<?> elements) {
        long size = 0;
        while (elements.hasNext()) {
            elements.next();
            size++;
        }
        return size;
    }
}
