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
     * Gives all elements of this and another stream.
     *
     * @param that a stream of the same context with the same slide duration
     * @return the union of their RDDs
     */
    public DStream<T> union(DStream<T> that) {
        that.requireContext(context());
        return same(defined(new UnionNode<>(List.of(node(), that.node()))));
    }

    /**
     * Gives the RDD of a batch time. For tests and inspection, after the start.
     *
     * @param validTime the batch time
     * @return null when there is none
     */
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
