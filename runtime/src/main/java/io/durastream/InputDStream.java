package io.durastream;

import io.durastream.runtime.graph.InputNode;

/**
 * A stream that comes from outside.
 *
 * @param <T> elements
 */
public class InputDStream<T> extends DStream<T> {

    InputDStream(StreamingContext context, InputNode<T> node) {
        super(context, node);
    }
}
