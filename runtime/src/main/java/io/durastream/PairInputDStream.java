package io.durastream;

import io.durastream.runtime.graph.InputNode;
import scala.Tuple2;

/**
 * A stream of pairs that comes from outside.
 *
 * @param <K> keys
 * @param <V> values
 */
public class PairInputDStream<K, V> extends PairDStream<K, V> {

    PairInputDStream(StreamingContext context, InputNode<Tuple2<K, V>> node) {
        super(context, node);
    }
}
