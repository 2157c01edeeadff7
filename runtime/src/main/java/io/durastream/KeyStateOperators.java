package io.durastream;

import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.state.StateStreams;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function2;
import scala.Tuple2;

/** Operators that keep something of each key from batch to batch. */
abstract class KeyStateOperators<K, V> extends KeyWindowOperators<K, V> {

    KeyStateOperators(StreamingContext context, StreamNode<Tuple2<K, V>> node) {
        super(context, node);
    }

    /**
     * Keyed state: {@code updateFunc} is called for every key in every batch, with the batch's values (perhaps none) and
     * the state before; an empty result removes the key. The stream gives all keys with their state. Needs a checkpoint
     * directory. The state survives every crash and, found by {@link #uid}, changes of the code.
     */
    public <S> PairDStream<K, S> updateStateByKey(Function2<List<V>, Optional<S>, Optional<S>> updateFunc) {
        return updateStateByKey(updateFunc, defaultPartitioner());
    }

    /** As {@link #updateStateByKey(Function2)}, into so many partitions. */
    public <S> PairDStream<K, S> updateStateByKey(
            Function2<List<V>, Optional<S>, Optional<S>> updateFunc, int numPartitions) {
        return updateStateByKey(updateFunc, new HashPartitioner(numPartitions));
    }

    /** As {@link #updateStateByKey(Function2)}, partitioned in the caller's way. */
    public <S> PairDStream<K, S> updateStateByKey(
            Function2<List<V>, Optional<S>, Optional<S>> updateFunc, Partitioner partitioner) {
        return new PairDStream<>(
                context(), defined(StateStreams.updateStateByKey(node(), updateFunc, partitioner, null)));
    }

    /** As {@link #updateStateByKey(Function2, Partitioner)}, with the state before the first batch. */
    public <S> PairDStream<K, S> updateStateByKey(
            Function2<List<V>, Optional<S>, Optional<S>> updateFunc,
            Partitioner partitioner,
            JavaPairRDD<K, S> initialRDD) {
        return new PairDStream<>(
                context(), defined(StateStreams.updateStateByKey(node(), updateFunc, partitioner, initialRDD)));
    }

    /** Keyed state with a function that is called for each record; see {@link StateSpec}. Needs a checkpoint directory. */
    public <S, M> MapWithStateDStream<K, V, S, M> mapWithState(StateSpec<K, V, S, M> spec) {
        context().requireDefinable();
        return new MapWithStateDStream<>(
                context(),
                StateStreams.mapWithState(node(), spec, spec.partitioner().orElseGet(this::defaultPartitioner)));
    }
}
