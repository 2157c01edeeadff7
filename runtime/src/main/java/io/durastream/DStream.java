package io.durastream;

import io.durastream.runtime.graph.StreamNode;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * A stream: for each batch time an RDD. Defined on a {@link StreamingContext} before its start; a definition only, which
 * does nothing until an output needs it.
 *
 * @param <T> elements
 */
public class DStream<T> extends AbstractDStream<T, JavaRDD<T>, DStream<T>> {

    DStream(StreamingContext context, StreamNode<T> node) {
        super(context, node);
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
    final Wrapper<T, JavaRDD<T>> wrapper() {
        return rdd -> rdd;
    }
}
