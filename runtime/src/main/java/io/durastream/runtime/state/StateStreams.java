package io.durastream.runtime.state;

import io.durastream.Duration;
import io.durastream.StateSpec;
import io.durastream.runtime.graph.DerivedNode;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.operator.Elements;
import io.durastream.statestore.StateSerializer;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Makes the streams of the stateful operators. */
public final class StateStreams {

    private StateStreams() {}

    /** {@code updateStateByKey}: all keys with their state. */
    public static <K, V, S> StreamNode<Tuple2<K, S>> updateStateByKey(
            StreamNode<Tuple2<K, V>> records,
            Function2<List<V>, Optional<S>, Optional<S>> update,
            Partitioner partitioner,
            @Nullable JavaPairRDD<K, S> initial) {
        StateUpdateNode<K, V, S, Void> state = new StateUpdateNode<>(
                "updateStateByKey",
                records,
                partitioner,
                new UpdateFunction<>(update),
                initial == null ? null : new InitialState<>(initial, new LoadFunction<>(false)),
                StateSerializers.ofStates());
        return new StateScanNode<>(state, records.slide(), value -> value);
    }

    /** {@code mapWithState}. */
    public static <K, V, S, M> MappedState<K, S, M> mapWithState(
            StreamNode<Tuple2<K, V>> records, StateSpec<K, V, S, M> spec, Partitioner partitioner) {
        Duration timeout = spec.timeout().orElse(null);
        JavaPairRDD<K, S> initial = spec.initialState().orElse(null);
        StateUpdateNode<K, V, S, M> state = new StateUpdateNode<>(
                "mapWithState",
                records,
                partitioner,
                new MappingFunction<>(spec.mapping(), timeout),
                initial == null ? null : new InitialState<>(initial, new LoadFunction<>(timeout != null)),
                StateSerializers.<K, S>ofStates()
                        .with(
                                spec.keySerializer().orElse(null),
                                spec.stateSerializer().orElse(null)));
        state.persist(StorageLevel.MEMORY_AND_DISK());
        StreamNode<M> mapped = new DerivedNode<>(
                "mapWithState",
                state,
                rdd -> Elements.flatMap(rdd, output -> output.mapped().iterator()),
                state);
        return new MappedState<>(mapped, new StateScanNode<>(state, records.slide(), value -> value));
    }

    /**
     * {@code reduceByKeyAndWindow} with an inverse function, and its kin: the window's value of every key.
     *
     * @param kind the operator, in the words of the API
     * @param reduced one value a key and batch
     * @param filter pairs that fail it leave the state; null keeps all, for ever
     */
    public static <K, V> StreamNode<Tuple2<K, V>> inverseWindow(
            String kind,
            StreamNode<Tuple2<K, V>> reduced,
            Function2<V, V, V> reduce,
            Function2<V, V, V> inverse,
            Duration window,
            Duration slide,
            Partitioner partitioner,
            @Nullable Function<Tuple2<K, V>, Boolean> filter) {
        boolean everyBatch = slide.equals(reduced.slide());
        StateFunction<K, V, WindowState<V>, Void> function = filter == null || everyBatch
                ? new WindowFunction<>(reduce, inverse, window, filter)
                : new FilteredWindow<>(new WindowFunction<>(reduce, inverse, window, null), slide, filter);
        StateUpdateNode<K, V, WindowState<V>, Void> state =
                new StateUpdateNode<>(kind, reduced, partitioner, function, null, StateSerializers.ofWindows());
        return new StateScanNode<>(state, slide, WindowState::total);
    }

    /**
     * Sets how the state that a stream shows is written.
     *
     * @param keys called for each task; null: Kryo
     * @param values of what the stream shows; called for each task; null: Kryo
     * @throws IllegalStateException when the stream shows no state
     */
    public static <K, V> void serializers(
            StreamNode<Tuple2<K, V>> stream,
            @Nullable Function0<StateSerializer<K>> keys,
            @Nullable Function0<StateSerializer<V>> values) {
        if (!(stream instanceof StateScanNode<?, ?, ?>)) {
            throw new IllegalStateException(
                    stream + " shows no state, so there is nothing to be serialized. Call this on"
                            + " what updateStateByKey or an inverse window gives, and for mapWithState on the StateSpec");
        }
        ((StateScanNode<K, ?, V>) stream).serializers(keys, values);
    }

    /** The two streams of {@code mapWithState}. */
    public record MappedState<K, S, M>(StreamNode<M> mapped, StreamNode<Tuple2<K, S>> snapshots) {}
}
