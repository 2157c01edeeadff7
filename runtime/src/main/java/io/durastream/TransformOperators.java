package io.durastream;

import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.graph.TransformedNode;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.Function3;

/**
 * Operators of which the user gives a function from RDDs to an RDD. It is called on the driver, once for each batch time of
 * the stream, so that it may look at what changes from batch to batch.
 */
abstract class TransformOperators<T, R extends JavaRDDLike<T, R>, D> extends AggregateOperators<T, R, D> {

    TransformOperators(StreamingContext context, StreamNode<T> node) {
        super(context, node);
    }

    /**
     * Applies a function to the RDD of each batch.
     *
     * @param <U> the new elements
     * @param transformFunc called on the driver, once a batch; must not return null
     * @return a stream of the RDDs that it returns
     */
    public <U> DStream<U> transform(Function<R, JavaRDD<U>> transformFunc) {
        return transform((rdd, time) -> transformFunc.call(rdd));
    }

    /**
     * Applies a function to the RDD and the time of each batch.
     *
     * @param <U> the new elements
     * @param transformFunc called on the driver, once a batch; must not return null
     * @return a stream of the RDDs that it returns
     */
    public <U> DStream<U> transform(Function2<R, Time, JavaRDD<U>> transformFunc) {
        return new DStream<>(context(), transformed(transformFunc));
    }

    /**
     * Applies a function that gives pairs to the RDD of each batch.
     *
     * @param <K2> the new keys
     * @param <V2> the new values
     * @param transformFunc called on the driver, once a batch; must not return null
     * @return a stream of the RDDs that it returns
     */
    public <K2, V2> PairDStream<K2, V2> transformToPair(Function<R, JavaPairRDD<K2, V2>> transformFunc) {
        return transformToPair((rdd, time) -> transformFunc.call(rdd));
    }

    /**
     * Applies a function that gives pairs to the RDD and the time of each batch.
     *
     * @param <K2> the new keys
     * @param <V2> the new values
     * @param transformFunc called on the driver, once a batch; must not return null
     * @return a stream of the RDDs that it returns
     */
    public <K2, V2> PairDStream<K2, V2> transformToPair(Function2<R, Time, JavaPairRDD<K2, V2>> transformFunc) {
        return new PairDStream<>(context(), transformed((rdd, time) -> plain(transformFunc.call(rdd, time))));
    }

    /**
     * Applies a function to this stream's and another's RDD of each batch.
     *
     * @param <U> the other stream's elements
     * @param <W> the elements of the result
     * @param other a stream of the same context with the same slide duration
     * @param transformFunc called on the driver, once a batch; must not return null
     * @return a stream of the RDDs that it returns
     */
    public <U, W> DStream<W> transformWith(DStream<U> other, Function3<R, JavaRDD<U>, Time, JavaRDD<W>> transformFunc) {
        return new DStream<>(context(), transformedWith("transformWith", other, transformFunc));
    }

    /**
     * Applies a function to this stream's and a pair stream's RDD of each batch.
     *
     * @param <K2> the other stream's keys
     * @param <V2> the other stream's values
     * @param <W> the elements of the result
     * @param other a stream of the same context with the same slide duration
     * @param transformFunc called on the driver, once a batch; must not return null
     * @return a stream of the RDDs that it returns
     */
    public <K2, V2, W> DStream<W> transformWith(
            PairDStream<K2, V2> other, Function3<R, JavaPairRDD<K2, V2>, Time, JavaRDD<W>> transformFunc) {
        return new DStream<>(context(), transformedWith("transformWith", other, transformFunc));
    }

    /**
     * Applies a function that gives pairs to this stream's and another's RDD of each batch.
     *
     * @param <U> the other stream's elements
     * @param <K2> the new keys
     * @param <V2> the new values
     * @param other a stream of the same context with the same slide duration
     * @param transformFunc called on the driver, once a batch; must not return null
     * @return a stream of the RDDs that it returns
     */
    public <U, K2, V2> PairDStream<K2, V2> transformWithToPair(
            DStream<U> other, Function3<R, JavaRDD<U>, Time, JavaPairRDD<K2, V2>> transformFunc) {
        return transformedWithToPair("transformWith", other, transformFunc);
    }

    /**
     * Applies a function that gives pairs to this stream's and a pair stream's RDD of each batch.
     *
     * @param <K2> the new keys
     * @param <V2> the new values
     * @param <K3> the keys of the result
     * @param <V3> the values of the result
     * @param other a stream of the same context with the same slide duration
     * @param transformFunc called on the driver, once a batch; must not return null
     * @return a stream of the RDDs that it returns
     */
    public <K2, V2, K3, V3> PairDStream<K3, V3> transformWithToPair(
            PairDStream<K2, V2> other, Function3<R, JavaPairRDD<K2, V2>, Time, JavaPairRDD<K3, V3>> transformFunc) {
        return transformedWithToPair("transformWith", other, transformFunc);
    }

    /** @param kind the operator, in the words of the API */
    final <U, S extends JavaRDDLike<U, S>, K2, V2> PairDStream<K2, V2> transformedWithToPair(
            String kind, AbstractDStream<U, S, ?> other, Function3<R, S, Time, JavaPairRDD<K2, V2>> function) {
        return new PairDStream<>(
                context(),
                transformedWith(kind, other, (rdd, otherRdd, time) -> plain(function.call(rdd, otherRdd, time))));
    }

    private <U, S extends JavaRDDLike<U, S>, W> StreamNode<W> transformedWith(
            String kind, AbstractDStream<U, S, ?> other, Function3<R, S, Time, JavaRDD<W>> function) {
        other.requireContext(context());
        RddForm<T, R> mine = form();
        RddForm<U, S> theirs = other.form();
        return defined(new TransformedNode<>(
                kind,
                List.of(node(), other.node()),
                (rdds, time) -> function.call(mine.of(rddOf(rdds, 0)), theirs.of(rddOf(rdds, 1)), time)));
    }

    private <U> StreamNode<U> transformed(Function2<R, Time, JavaRDD<U>> function) {
        RddForm<T, R> form = form();
        return defined(new TransformedNode<>(
                "transform", List.of(node()), (rdds, time) -> function.call(form.of(rddOf(rdds, 0)), time)));
    }

    @SuppressWarnings("unchecked")
    private static <U> JavaRDD<U> rddOf(List<JavaRDD<?>> rdds, int index) {
        return (JavaRDD<U>) rdds.get(index);
    }
}
