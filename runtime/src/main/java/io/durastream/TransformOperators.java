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
abstract class TransformOperators<T, R extends JavaRDDLike<T, R>, D> extends ElementOperators<T, R, D> {

    TransformOperators(StreamingContext context, StreamNode<T> node) {
        super(context, node);
    }

    /** Applies an RDD-to-RDD function, called on the driver once a batch. It must not return null. */
    public <U> DStream<U> transform(Function<R, JavaRDD<U>> transformFunc) {
        return transform((rdd, time) -> transformFunc.call(rdd));
    }

    /** Applies an RDD-to-RDD function, called on the driver once a batch with the batch time. It must not return null. */
    public <U> DStream<U> transform(Function2<R, Time, JavaRDD<U>> transformFunc) {
        return new DStream<>(context(), defined(transformed(transformFunc)));
    }

    /** As {@link #transform(Function)}, giving pairs. */
    public <K2, V2> PairDStream<K2, V2> transformToPair(Function<R, JavaPairRDD<K2, V2>> transformFunc) {
        return transformToPair((rdd, time) -> transformFunc.call(rdd));
    }

    /** As {@link #transform(Function2)}, giving pairs. */
    public <K2, V2> PairDStream<K2, V2> transformToPair(Function2<R, Time, JavaPairRDD<K2, V2>> transformFunc) {
        return new PairDStream<>(
                context(), defined(transformed((rdd, time) -> plain(transformFunc.call(rdd, time)))));
    }

    /** Applies a function of this stream's and another's RDD of the same time. */
    public <U, W> DStream<W> transformWith(
            DStream<U> other, Function3<R, JavaRDD<U>, Time, JavaRDD<W>> transformFunc) {
        return new DStream<>(context(), defined(transformedWith("transformWith", other, transformFunc)));
    }

    /** Applies a function of this stream's and a pair stream's RDD of the same time. */
    public <K2, V2, W> DStream<W> transformWith(
            PairDStream<K2, V2> other, Function3<R, JavaPairRDD<K2, V2>, Time, JavaRDD<W>> transformFunc) {
        return new DStream<>(context(), defined(transformedWith("transformWith", other, transformFunc)));
    }

    private <U> StreamNode<U> transformed(Function2<R, Time, JavaRDD<U>> function) {
        RddForm<T, R> form = form();
        return new TransformedNode<>(
                "transform", List.of(node()), (rdds, time) -> function.call(form.of(rddOf(rdds, 0)), time));
    }

    /** A stream of a function over the RDDs of this and another stream. */
    final <U, S extends JavaRDDLike<U, S>, W> StreamNode<W> transformedWith(
            String kind, AbstractDStream<U, S, ?> other, Function3<R, S, Time, JavaRDD<W>> function) {
        RddForm<T, R> mine = form();
        RddForm<U, S> theirs = other.form();
        return new TransformedNode<>(
                kind,
                List.of(node(), other.node()),
                (rdds, time) -> function.call(mine.of(rddOf(rdds, 0)), theirs.of(rddOf(rdds, 1)), time));
    }
}
