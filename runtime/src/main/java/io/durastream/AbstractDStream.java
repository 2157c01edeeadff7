package io.durastream;

import io.durastream.runtime.graph.DerivedNode;
import io.durastream.runtime.graph.OutputNode;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.graph.StreamPrinter;
import io.durastream.runtime.graph.TransformedNode;
import io.durastream.runtime.graph.UnionNode;
import io.durastream.runtime.graph.WindowNode;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.storage.StorageLevel;

/**
 * What {@link DStream} and {@link PairDStream} share. Streams are defined before the context starts; all methods that
 * define something throw {@link IllegalStateException} afterwards.
 *
 * @param <T> elements
 * @param <R> the RDD that a batch gives: {@link JavaRDD} or {@link JavaPairRDD}
 * @param <D> the kind of stream itself
 */
abstract class AbstractDStream<T, R extends JavaRDDLike<T, R>, D extends AbstractDStream<T, R, D>> {

    private static final int PRINTED_BY_DEFAULT = 10;

    private final StreamingContext context;
    private final StreamNode<T> node;

    AbstractDStream(StreamingContext context, StreamNode<T> node) {
        this.context = context;
        this.node = node;
    }

    /** A stream of the same kind over a node. */
    abstract D same(StreamNode<T> of);

    /** This stream itself. */
    abstract D self();

    /** The context in which this stream is defined. */
    public final StreamingContext context() {
        return context;
    }

    /** The stream as a part of the graph. Not for applications. */
    final StreamNode<T> node() {
        return node;
    }

    /**
     * Names this stream for ever. A checkpoint finds the state of stateful operators and the positions of inputs by this
     * id, also after the code around them has changed; without one it is derived from the structure of the graph.
     *
     * @param id letters, digits and {@code . _ = -}; unique within the application
     * @return this stream
     */
    public final D uid(String id) {
        context.requireDefinable();
        node.identity().uid(id);
        return self();
    }

    /** Applies {@code f} to each element. */
    public final <U> DStream<U> map(Function<T, U> f) {
        return derive("map", rdd -> rdd.map(f));
    }

    /** Applies {@code f} to each element, giving pairs. */
    public final <K2, V2> PairDStream<K2, V2> mapToPair(PairFunction<T, K2, V2> f) {
        return derivePairs("mapToPair", rdd -> rdd.mapToPair(f));
    }

    /** Replaces each element by the elements that {@code f} gives for it. */
    public final <U> DStream<U> flatMap(FlatMapFunction<T, U> f) {
        return derive("flatMap", rdd -> rdd.flatMap(f));
    }

    /** Replaces each element by the pairs that {@code f} gives for it. */
    public final <K2, V2> PairDStream<K2, V2> flatMapToPair(PairFlatMapFunction<T, K2, V2> f) {
        return derivePairs("flatMapToPair", rdd -> rdd.flatMapToPair(f));
    }

    /** Keeps the elements for which {@code f} is true. */
    public final D filter(Function<T, Boolean> f) {
        return same(defined(new DerivedNode<>("filter", node, rdd -> rdd.filter(f))));
    }

    /** All elements of both streams, which must have the same slide duration. */
    public final D union(D that) {
        return same(defined(new UnionNode<>(List.of(node, that.node()))));
    }

    /** The elements of the last batches, at every batch of this stream. See {@link #window(Duration, Duration)}. */
    public final D window(Duration windowDuration) {
        return window(windowDuration, node.slide());
    }

    /**
     * The elements of the RDDs of (time − window, time]. Persists this stream (MEMORY_ONLY_SER), unless another level was
     * set.
     *
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     */
    public final D window(Duration windowDuration, Duration slideDuration) {
        return same(defined(new WindowNode<>(node, windowDuration, slideDuration)));
    }

    /** Applies an RDD-to-RDD function, called on the driver once a batch. It must not return null. */
    public final <U> DStream<U> transform(Function<R, JavaRDD<U>> transformFunc) {
        return transform((rdd, time) -> transformFunc.call(rdd));
    }

    /** Applies an RDD-to-RDD function, called on the driver once a batch with the batch time. It must not return null. */
    public final <U> DStream<U> transform(Function2<R, Time, JavaRDD<U>> transformFunc) {
        return new DStream<>(context, defined(transformed(transformFunc)));
    }

    /** As {@link #transform(Function)}, giving pairs. */
    public final <K2, V2> PairDStream<K2, V2> transformToPair(Function<R, JavaPairRDD<K2, V2>> transformFunc) {
        return transformToPair((rdd, time) -> transformFunc.call(rdd));
    }

    /** As {@link #transform(Function2)}, giving pairs. */
    public final <K2, V2> PairDStream<K2, V2> transformToPair(Function2<R, Time, JavaPairRDD<K2, V2>> transformFunc) {
        return new PairDStream<>(
                context, defined(transformed((rdd, time) -> PairDStream.plain(transformFunc.call(rdd, time)))));
    }

    /** Applies a function of this stream's and another's RDD of the same time. */
    public final <U, W> DStream<W> transformWith(
            DStream<U> other, Function3<R, JavaRDD<U>, Time, JavaRDD<W>> transformFunc) {
        return new DStream<>(context, defined(transformedWith(other, transformFunc)));
    }

    /** Applies a function of this stream's and a pair stream's RDD of the same time. */
    public final <K2, V2, W> DStream<W> transformWith(
            PairDStream<K2, V2> other, Function3<R, JavaPairRDD<K2, V2>, Time, JavaRDD<W>> transformFunc) {
        return new DStream<>(context, defined(transformedWith(other, transformFunc)));
    }

    /** Output: calls {@code foreachFunc} on the driver, once a batch. */
    public final void foreachRDD(VoidFunction<R> foreachFunc) {
        output("foreachRDD", (rdd, time) -> foreachFunc.call(rdd));
    }

    /** Output: calls {@code foreachFunc} on the driver with the batch time, once a batch. */
    public final void foreachRDD(VoidFunction2<R, Time> foreachFunc) {
        output("foreachRDD", foreachFunc);
    }

    /** Output: the first ten elements of each batch, on standard output. */
    public final void print() {
        print(PRINTED_BY_DEFAULT);
    }

    /** Output: the first {@code num} elements of each batch, on standard output, under the time of the batch. */
    public final void print(int num) {
        context.requireDefinable();
        context.addOutput(new OutputNode<>(node, "print", new StreamPrinter<>(num)));
    }

    /** Keeps the RDDs of this stream, serialized in memory. */
    public final D cache() {
        return persist();
    }

    /** Keeps the RDDs of this stream, serialized in memory. */
    public final D persist() {
        return persist(StorageLevel.MEMORY_ONLY_SER());
    }

    /**
     * Keeps the RDDs of this stream. On a windowed stream it is the parent's RDDs that are kept.
     *
     * @throws UnsupportedOperationException after the start of the context
     */
    public final D persist(StorageLevel storageLevel) {
        if (context.getState() != StreamingContextState.INITIALIZED) {
            throw new UnsupportedOperationException(
                    "Cannot change storage level of a DStream after streaming context has started");
        }
        node.persist(storageLevel);
        return self();
    }

    /**
     * Sets the checkpoint interval, a multiple of the slide duration. Accepted and validated for compatibility: state is
     * checkpointed in every batch whatever it is.
     *
     * @return this stream
     * @throws UnsupportedOperationException after the start of the context
     */
    public final D checkpoint(Duration interval) {
        if (context.getState() != StreamingContextState.INITIALIZED) {
            throw new UnsupportedOperationException(
                    "Cannot change checkpoint interval of a DStream after streaming context has started");
        }
        node.identity().checkpointInterval(interval);
        return self();
    }

    final <U> StreamNode<U> defined(StreamNode<U> made) {
        context.requireDefinable();
        return made;
    }

    final <U> DStream<U> derive(String kind, DerivedNode.Derivation<T, U> derivation) {
        return new DStream<>(context, defined(new DerivedNode<>(kind, node, derivation)));
    }

    final <K2, V2> PairDStream<K2, V2> derivePairs(String kind, PairDerivation<T, K2, V2> derivation) {
        return new PairDStream<>(
                context, defined(new DerivedNode<>(kind, node, rdd -> PairDStream.plain(derivation.apply(rdd)))));
    }

    /** An RDD of pairs made from an RDD. */
    interface PairDerivation<T, K, V> extends java.io.Serializable {
        JavaPairRDD<K, V> apply(JavaRDD<T> rdd);
    }

    private void output(String name, VoidFunction2<R, Time> function) {
        context.requireDefinable();
        Wrapper<T, R> wrapper = wrapper();
        context.addOutput(new OutputNode<>(node, name, (rdd, time) -> function.call(wrapper.wrap(rdd), time)));
    }

    private <U> StreamNode<U> transformed(Function2<R, Time, JavaRDD<U>> function) {
        Wrapper<T, R> wrapper = wrapper();
        return new TransformedNode<>(
                "transform", List.of(node), (rdds, time) -> function.call(wrapper.wrap(rddOf(rdds, 0)), time));
    }

    private <U, S extends JavaRDDLike<U, S>, W> StreamNode<W> transformedWith(
            AbstractDStream<U, S, ?> other, Function3<R, S, Time, JavaRDD<W>> function) {
        Wrapper<T, R> mine = wrapper();
        Wrapper<U, S> theirs = other.wrapper();
        return new TransformedNode<>(
                "transformWith",
                List.of(node, other.node()),
                (rdds, time) -> function.call(mine.wrap(rddOf(rdds, 0)), theirs.wrap(rddOf(rdds, 1)), time));
    }

    @SuppressWarnings("unchecked")
    private static <U> JavaRDD<U> rddOf(List<JavaRDD<?>> rdds, int index) {
        return (JavaRDD<U>) rdds.get(index);
    }

    /** Gives an RDD its form in the API; a value of its own, because streams are not part of a serialized graph. */
    abstract Wrapper<T, R> wrapper();

    /** See {@link #wrapper()}. */
    interface Wrapper<T, R> extends java.io.Serializable {
        R wrap(JavaRDD<T> rdd);
    }
}
