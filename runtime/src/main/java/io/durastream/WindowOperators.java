package io.durastream;

import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.graph.WindowNode;
import org.apache.spark.api.java.JavaRDDLike;

/** Operators over the last batches. */
abstract class WindowOperators<T, R extends JavaRDDLike<T, R>, D> extends TransformOperators<T, R, D> {

    WindowOperators(StreamingContext context, StreamNode<T> node) {
        super(context, node);
    }

    /** The elements of the last batches, at every batch of this stream. See {@link #window(Duration, Duration)}. */
    public D window(Duration windowDuration) {
        return window(windowDuration, node().slide());
    }

    /**
     * The elements of the RDDs of (time − window, time]. Persists this stream (MEMORY_ONLY_SER), unless another level was
     * set.
     *
     * @param windowDuration a multiple of this stream's slide duration
     * @param slideDuration the time between two windows, a multiple of this stream's slide duration
     */
    public D window(Duration windowDuration, Duration slideDuration) {
        return same(defined(new WindowNode<>(node(), windowDuration, slideDuration)));
    }
}
