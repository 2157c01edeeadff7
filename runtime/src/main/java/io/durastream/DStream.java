package io.durastream;

import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.graph.UnionNode;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * A stream: for each batch time an RDD. Defined on a {@link StreamingContext} before its start; a definition only, which
 * does nothing until an output needs it. After the start, methods that define something throw {@link
 * IllegalStateException}.
 *
 * @param <T> elements
 */
public class DStream<T> extends OutputOperators<T, JavaRDD<T>, DStream<T>> {

    DStream(StreamingContext context, StreamNode<T> node) {
        super(context, node);
    }

    /**
     * All elements of both streams.
     *
     * @param that a stream with the same slide duration
     */
    public DStream<T> union(DStream<T> that) {
        return same(defined(new UnionNode<>(List.of(node(), that.node()))));
    }

    /** The RDD of a batch time; null when there is none. For tests and inspection, after the start. */
    public @Nullable JavaRDD<T> compute(Time validTime) {
        return node().rdd(validTime);
    }

    @Override
    final DStream<T> same(StreamNode<T> of) {
        return new DStream<>(context(), of);
    }

    @Override
    final DStream<T> self() {
        return this;
    }

    @Override
    final RddForm<T, JavaRDD<T>> form() {
        return rdd -> rdd;
    }
}
