package io.durastream;

import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.graph.UnionNode;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * A stream of key-value pairs: a {@link DStream} with operators on keys.
 *
 * @param <K> keys
 * @param <V> values
 */
public class PairDStream<K, V> extends KeyOutputOperators<K, V> {

    PairDStream(StreamingContext context, StreamNode<Tuple2<K, V>> node) {
        super(context, node);
    }

    /**
     * Makes a pair stream of a stream of pairs; the two are the same part of the graph.
     *
     * @param <K> keys
     * @param <V> values
     * @param dstream a stream of pairs
     * @return the same pairs, with the operators on keys
     */
    public static <K, V> PairDStream<K, V> fromJavaDStream(DStream<Tuple2<K, V>> dstream) {
        return new PairDStream<>(dstream.context(), dstream.node());
    }

    /**
     * Makes a stream of pairs of this pair stream; the two are the same part of the graph.
     *
     * @return the same pairs, as elements
     */
    public DStream<Tuple2<K, V>> toJavaDStream() {
        return new DStream<>(context(), node());
    }

    /**
     * Gives all pairs of this and another stream.
     *
     * @param that a stream of the same context with the same slide duration
     * @return the union of their RDDs
     */
    public PairDStream<K, V> union(PairDStream<K, V> that) {
        that.requireContext(context());
        return same(defined(new UnionNode<>(List.of(node(), that.node()))));
    }

    /**
     * Gives the RDD of a batch time. For tests and inspection, after the start.
     *
     * @param validTime the batch time
     * @return null when there is none
     */
    public @Nullable JavaPairRDD<K, V> compute(Time validTime) {
        JavaRDD<Tuple2<K, V>> rdd = node().rdd(validTime);
        return rdd == null ? null : JavaPairRDD.fromJavaRDD(rdd);
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
    final RddForm<Tuple2<K, V>, JavaPairRDD<K, V>> form() {
        return JavaPairRDD::fromJavaRDD;
    }
}
