package io.durastream;

import io.durastream.runtime.graph.DerivedNode;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.graph.WindowNode;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.function.Function2;
import scala.Tuple2;

/**
 * Operators over the last batches. A window at a time has what the RDDs of (time − window, time] have; the first windows are
 * short, since nothing is before the first batch.
 */
abstract class WindowOperators<T, R extends JavaRDDLike<T, R>, D> extends TransformOperators<T, R, D> {

    WindowOperators(StreamingContext context, StreamNode<T> node) {
        super(context, node);
    }

    /**
     * Gives the elements of the last batches, at every batch of this stream.
     *
     * @param windowDuration a multiple of this stream's slide duration
     * @return see {@link #window(Duration, Duration)}
     */
    public D window(Duration windowDuration) {
        return window(windowDuration, node().slide());
    }

    /**
     * Gives the elements of the last batches. Persists this stream (MEMORY_ONLY_SER), unless another level was set, because
     * each of its RDDs serves many windows.
     *
     * <p>Throws a plain {@link Exception}, undeclared, when one of the durations is not such a multiple.
     *
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     * @return one RDD a window, an empty one where there are no elements
     */
    public D window(Duration windowDuration, Duration slideDuration) {
        return same(defined(new WindowNode<>(node(), windowDuration, slideDuration)));
    }

    /**
     * Reduces the elements of each window to one: every batch is reduced once, every window reduces the results.
     *
     * @param reduceFunc associative and commutative; called on the executors
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     * @return one element a window, none where there are no elements
     */
    public DStream<T> reduceByWindow(Function2<T, T, T> reduceFunc, Duration windowDuration, Duration slideDuration) {
        return reduce(reduceFunc).window(windowDuration, slideDuration).reduce(reduceFunc);
    }

    /**
     * Reduces the elements of each window to one, incrementally: a window's value is the last one's, less what left, plus
     * what entered. Needs a checkpoint directory.
     *
     * @param reduceFunc associative and commutative; called on the executors
     * @param invReduceFunc takes the second value out of the first
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     * @return one element a window, from the first element on: a window that has become empty gives what {@code
     *     invReduceFunc} left
     * @throws IllegalArgumentException when one of the durations is not such a multiple
     */
    public DStream<T> reduceByWindow(
            Function2<T, T, T> reduceFunc,
            Function2<T, T, T> invReduceFunc,
            Duration windowDuration,
            Duration slideDuration) {
        StreamNode<Tuple2<Integer, T>> totals = total(
                "reduceByWindow",
                mapToPair(element -> new Tuple2<>(0, element)),
                reduceFunc,
                invReduceFunc,
                windowDuration,
                slideDuration);
        return view("reduceByWindow", totals, rdd -> rdd.map(Tuple2::_2));
    }

    /**
     * Counts the elements of each window, incrementally. Needs a checkpoint directory.
     *
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     * @return one number a window, 0 where there are no elements
     * @throws IllegalArgumentException when one of the durations is not such a multiple
     */
    public DStream<Long> countByWindow(Duration windowDuration, Duration slideDuration) {
        StreamNode<Tuple2<Integer, Long>> totals = total(
                "countByWindow",
                mapToPair(element -> new Tuple2<>(0, 1L)),
                Long::sum,
                (count, left) -> count - left,
                windowDuration,
                slideDuration);
        return view("countByWindow", totals, rdd -> rdd.mapPartitions(AggregateOperators::countOrZero));
    }

    /**
     * Counts how often each value occurs in a window, incrementally and partitioned into the default parallelism. Needs a
     * checkpoint directory.
     *
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     * @return the values that occur, with their counts
     * @throws IllegalArgumentException when one of the durations is not such a multiple
     */
    public PairDStream<T, Long> countByValueAndWindow(Duration windowDuration, Duration slideDuration) {
        return countByValueAndWindow(
                windowDuration, slideDuration, context().sparkContext().defaultParallelism());
    }

    /**
     * Counts how often each value occurs in a window, incrementally. Needs a checkpoint directory.
     *
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     * @param numPartitions how many partitions the counts have
     * @return the values that occur, with their counts
     * @throws IllegalArgumentException when one of the durations is not such a multiple
     */
    public PairDStream<T, Long> countByValueAndWindow(
            Duration windowDuration, Duration slideDuration, int numPartitions) {
        return mapToPair(value -> new Tuple2<>(value, 1L))
                .inverseWindow(
                        "countByValueAndWindow",
                        Long::sum,
                        (count, left) -> count - left,
                        windowDuration,
                        slideDuration,
                        new HashPartitioner(numPartitions),
                        count -> count._2() != 0);
    }

    /** One total over all elements: an inverse window with one key. */
    private static <V> StreamNode<Tuple2<Integer, V>> total(
            String kind,
            PairDStream<Integer, V> elements,
            Function2<V, V, V> reduce,
            Function2<V, V, V> inverse,
            Duration window,
            Duration slide) {
        return elements.inverseWindow(kind, reduce, inverse, window, slide, new HashPartitioner(1), null)
                .node();
    }

    /** Another form of what an operator gives: has the operator's id and checkpoints. */
    private <U, W> DStream<W> view(String kind, StreamNode<U> of, DerivedNode.Derivation<U, W> derivation) {
        return new DStream<>(context(), defined(new DerivedNode<>(kind, of, derivation, of.identity())));
    }
}
