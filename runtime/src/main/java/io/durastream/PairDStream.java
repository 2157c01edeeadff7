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
public class PairDStream<K, V> extends KeyStateOperators<K, V> {

    PairDStream(StreamingContext context, StreamNode<Tuple2<K, V>> node) {
        super(context, node);
    }

    /**
     * All pairs of both streams.
     *
     * @param that a stream with the same slide duration
     */
    public PairDStream<K, V> union(PairDStream<K, V> that) {
        return same(defined(new UnionNode<>(List.of(node(), that.node()))));
    }

    /** The RDD of a batch time; null when there is none. For tests and inspection, after the start. */
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
