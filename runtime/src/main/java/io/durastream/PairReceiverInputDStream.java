package io.durastream;

import io.durastream.runtime.graph.InputNode;
import scala.Tuple2;

/**
 * A stream of pairs that a {@link Receiver} brings in.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class PairReceiverInputDStream<K, V> extends PairInputDStream<K, V> {

    PairReceiverInputDStream(StreamingContext context, InputNode<Tuple2<K, V>> node) {
        super(context, node);
    }
}
