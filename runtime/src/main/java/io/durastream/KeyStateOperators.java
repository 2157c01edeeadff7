package io.durastream;

import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.state.StateStreams;
import io.durastream.statestore.StateSerializer;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.api.java.function.Function2;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Operators that keep something of each key from batch to batch. */
abstract class KeyStateOperators<K, V> extends KeyWindowOperators<K, V> {

    KeyStateOperators(StreamingContext context, StreamNode<Tuple2<K, V>> node) {
        super(context, node);
    }

    /**
     * Keeps a state of each key, partitioned into the default parallelism. Needs a checkpoint directory. The state survives
     * every crash and, found by {@link #uid}, changes of the code.
     *
     * @param <S> the state of a key
     * @param updateFunc called on the executors for every key in every batch, with the values of the batch, perhaps none, in
     *     their order, and the state before; an empty result removes the key
     * @return all keys with their state after each batch
     */
    public <S> PairDStream<K, S> updateStateByKey(Function2<List<V>, Optional<S>, Optional<S>> updateFunc) {
        return updateStateByKey(updateFunc, defaultPartitioner());
    }

    /**
     * As {@link #updateStateByKey(Function2)}, into a number of partitions.
     *
     * @param <S> the state of a key
     * @param updateFunc called on the executors for every key in every batch
     * @param numPartitions how many partitions the state has
     * @return all keys with their state after each batch
     */
    public <S> PairDStream<K, S> updateStateByKey(
            Function2<List<V>, Optional<S>, Optional<S>> updateFunc, int numPartitions) {
        return updateStateByKey(updateFunc, new HashPartitioner(numPartitions));
    }

    /**
     * As {@link #updateStateByKey(Function2)}, partitioned in the caller's way.
     *
     * @param <S> the state of a key
     * @param updateFunc called on the executors for every key in every batch
     * @param partitioner how the state is partitioned
     * @return all keys with their state after each batch
     */
    public <S> PairDStream<K, S> updateStateByKey(
            Function2<List<V>, Optional<S>, Optional<S>> updateFunc, Partitioner partitioner) {
        return new PairDStream<>(
                context(), defined(StateStreams.updateStateByKey(node(), updateFunc, partitioner, null)));
    }

    /**
     * As {@link #updateStateByKey(Function2)}, partitioned in the caller's way, and beginning with given states.
     *
     * @param <S> the state of a key
     * @param updateFunc called on the executors for every key in every batch
     * @param partitioner how the state is partitioned
     * @param initialRDD the state before the first batch; not asked for after a recovery
     * @return all keys with their state after each batch
     */
    public <S> PairDStream<K, S> updateStateByKey(
            Function2<List<V>, Optional<S>, Optional<S>> updateFunc,
            Partitioner partitioner,
            JavaPairRDD<K, S> initialRDD) {
        return new PairDStream<>(
                context(), defined(StateStreams.updateStateByKey(node(), updateFunc, partitioner, initialRDD)));
    }

    /**
     * Keeps a state of each key, with a function that is called for each record. Needs a checkpoint directory. The state
     * survives every crash and, found by {@link #uid}, changes of the code.
     *
     * @param <S> the state of a key
     * @param <M> what the function gives
     * @param spec the function, and how the state is kept
     * @return what the function gives, and through {@link MapWithStateDStream#stateSnapshots} the states
     */
    public <S, M> MapWithStateDStream<K, V, S, M> mapWithState(StateSpec<K, V, S, M> spec) {
        context().requireDefinable();
        return new MapWithStateDStream<>(
                context(),
                StateStreams.mapWithState(node(), spec, spec.partitioner().orElseGet(this::defaultPartitioner)));
    }

    /**
     * Writes the state that this stream shows in the caller's way; Spark has nothing like it. To be called on what {@code
     * updateStateByKey} or a window with an inverse function gives; for {@code mapWithState} see {@link StateSpec#serializers}.
     * By default keys and values are written by Kryo, see {@link io.durastream.statestore.KryoSerializers}. State of another
     * {@linkplain StateSerializer#format() format} is refused.
     *
     * @param keys called on the executors, for each task; null: Kryo
     * @param values called on the executors, for each task; null: Kryo
     * @return this stream
     * @throws IllegalStateException when this stream does not show the state of an operator
     */
    public PairDStream<K, V> stateSerializers(
            @Nullable Function0<StateSerializer<K>> keys, @Nullable Function0<StateSerializer<V>> values) {
        context().requireDefinable();
        StateStreams.serializers(node(), keys, values);
        return self();
    }
}
