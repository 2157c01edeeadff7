package io.durastream;

import io.durastream.runtime.graph.DerivedNode;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.graph.TransformedNode;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * What every stream is: a node of the graph, in a context. The operators are in subclasses, one a family, that end in
 * {@link DStream} and {@link PairDStream}:
 *
 * <pre>
 * AbstractDStream - ElementOperators - AggregateOperators - TransformOperators - WindowOperators - OutputOperators
 *    OutputOperators - DStream
 *    OutputOperators - KeyAggregateOperators - KeyJoinOperators - KeyWindowOperators - KeyStateOperators
 *                    - KeyOutputOperators - PairDStream
 * </pre>
 *
 * <p>The families are not public, so their public methods are not final and name no family in their erased signatures: then
 * the compiler gives the public classes bridges, and reflection and method references work from everywhere.
 *
 * @param <T> elements
 * @param <R> the RDD that a batch gives: {@link JavaRDD} or {@link JavaPairRDD}
 * @param <D> the kind of stream itself
 */
abstract class AbstractDStream<T, R extends JavaRDDLike<T, R>, D> implements Serializable {

    private static final long serialVersionUID = 1;

    private final transient StreamingContext context;
    private final transient StreamNode<T> node;

    AbstractDStream(StreamingContext context, StreamNode<T> node) {
        this.context = context;
        this.node = node;
    }

    /** A stream of the same kind over a node. */
    abstract D same(StreamNode<T> of);

    /** This stream itself. */
    abstract D self();

    /** Gives an RDD its form in the API; a value of its own, because streams are not part of a serialized graph. */
    abstract RddForm<T, R> form();

    /**
     * Gives the context of this stream.
     *
     * @return the context in which this stream is defined
     */
    public StreamingContext context() {
        return context;
    }

    /**
     * Names this stream for ever. A checkpoint finds the state of stateful operators and the positions of inputs by this
     * id, also after the code around them has changed; without one it is derived from the structure of the graph.
     *
     * @param id letters, digits and {@code . _ = -}; unique within the application
     * @return this stream
     */
    public D uid(String id) {
        context.requireDefinable();
        node.identity().uid(id);
        return self();
    }

    /**
     * Keeps the RDDs of this stream, serialized in memory: {@link #persist()}.
     *
     * @return this stream
     * @throws UnsupportedOperationException after the start of the context
     */
    public D cache() {
        return persist();
    }

    /**
     * Keeps the RDDs of this stream, serialized in memory (MEMORY_ONLY_SER).
     *
     * @return this stream
     * @throws UnsupportedOperationException after the start of the context
     */
    public D persist() {
        return persist(StorageLevel.MEMORY_ONLY_SER());
    }

    /**
     * Keeps the RDDs of this stream, for as long as a window or {@link StreamingContext#remember} needs them. On a windowed
     * stream it is the parent's RDDs that are kept.
     *
     * @param storageLevel where they are kept
     * @return this stream
     * @throws UnsupportedOperationException after the start of the context
     */
    public D persist(StorageLevel storageLevel) {
        requireNotStarted("storage level");
        node.persist(storageLevel);
        return self();
    }

    /**
     * Sets the checkpoint interval, and keeps the RDDs of a stream without state, as {@link #persist()}
     * does unless another level was set. Validated at the start
     * for compatibility, without any other effect: what state and windows need after a crash is durable in every batch.
     *
     * @param interval at least the slide duration, and a multiple of it
     * @return this stream
     * @throws UnsupportedOperationException after the start of the context
     */
    public D checkpoint(Duration interval) {
        requireNotStarted("checkpoint interval");
        if (node.identity() == node && node.kept().storageLevel().equals(StorageLevel.NONE())) {
            node.persist(StorageLevel.MEMORY_ONLY_SER());
        }
        node.checkpointInterval(interval);
        return self();
    }

    /**
     * Gives the RDDs of a span of batches; those that are not kept any more are made again where their input still is. To be
     * called after the start of the context, on any thread.
     *
     * <p>Throws a {@link SparkException}, undeclared, when the context is not started, or no output depends on this stream.
     *
     * @param fromTime the first batch time; floored, with a warning, when this stream has no batch then
     * @param toTime the last batch time; floored, with a warning, when this stream has no batch then
     * @return one RDD for each batch of the span that has one, in the order of time
     */
    public List<R> slice(Time fromTime, Time toTime) {
        return node.slice(fromTime, toTime).stream().map(form()::of).toList();
    }

    /** The stream as a part of the graph. Not for applications. */
    final StreamNode<T> node() {
        return node;
    }

    /** Lets a new node pass, while something may be defined. */
    final <U> StreamNode<U> defined(StreamNode<U> made) {
        context.requireDefinable();
        return made;
    }

    final <U> DStream<U> derive(String kind, DerivedNode.Derivation<T, U> derivation) {
        return new DStream<>(context, defined(new DerivedNode<>(kind, node, derivation)));
    }

    final <K2, V2> PairDStream<K2, V2> derivePairs(String kind, PairDerivation<T, K2, V2> derivation) {
        return new PairDStream<>(context, defined(new DerivedNode<>(kind, node, rdd -> plain(derivation.apply(rdd)))));
    }

    /** What partitions by default: hash codes, into the SparkContext's default parallelism. */
    final Partitioner defaultPartitioner() {
        return new HashPartitioner(context.sparkContext().defaultParallelism());
    }

    /** Fails when this stream is of another context. */
    final void requireContext(StreamingContext expected) {
        if (context != expected) {
            throw new IllegalArgumentException("requirement failed: Some of the DStreams have different contexts");
        }
    }

    /** Serializable in name only, for the sake of an error that says what is wrong. */
    @SuppressWarnings("DoNotCallSuggester") // serialization calls it
    final Object writeReplace() throws NotSerializableException {
        throw new NotSerializableException(
                "Object of " + getClass().getName() + " is being serialized  possibly as a part of"
                        + " closure of an RDD operation. This is because the DStream object is being referred to from within the"
                        + " closure. Please rewrite the RDD operation inside this DStream to avoid this. This has been enforced to"
                        + " avoid bloating of Spark tasks  with unnecessary objects.");
    }

    private void requireNotStarted(String what) {
        if (context.getState() != StreamingContextState.INITIALIZED) {
            throw new UnsupportedOperationException(
                    "Cannot change " + what + " of a DStream after streaming context has started");
        }
    }

    /** The pairs as the elements that a node gives; the partitioner is kept. */
    static <K, V> JavaRDD<Tuple2<K, V>> plain(JavaPairRDD<K, V> pairs) {
        Objects.requireNonNull(pairs, TransformedNode.NO_RESULT);
        return new JavaRDD<>(pairs.rdd(), pairs.classTag());
    }

    /** An RDD of pairs made from an RDD. */
    interface PairDerivation<T, K, V> extends Serializable {
        JavaPairRDD<K, V> apply(JavaRDD<T> rdd);
    }

    /** See {@link #form()}. */
    interface RddForm<T, R> extends Serializable {
        R of(JavaRDD<T> rdd);
    }
}
