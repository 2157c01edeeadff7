package io.durastream;

import io.durastream.runtime.graph.InputNode;

/**
 * A stream that a {@link Receiver} brings in.
 *
 * @param <T> elements
 */
public final class ReceiverInputDStream<T> extends InputDStream<T> {

    ReceiverInputDStream(StreamingContext context, InputNode<T> node) {
        super(context, node);
    }
}
