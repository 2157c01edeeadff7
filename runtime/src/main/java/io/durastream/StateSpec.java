package io.durastream;

import static java.util.Objects.requireNonNull;

import io.durastream.statestore.StateSerializer;
import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.api.java.function.Function4;
import org.jspecify.annotations.Nullable;

/**
 * What {@code mapWithState} does: the mapping function, and how the state is laid out. The setters change this object
 * and return it, so that they can be chained; it is read when the stream is defined.
 *
 * @param <K> keys
 * @param <V> values that arrive
 * @param <S> state of a key
 * @param <M> mapped elements, the content of the resulting stream
 */
public final class StateSpec<K, V, S, M> implements Serializable {

    private final Mapping<K, V, S, M> mapping;
    private @Nullable JavaPairRDD<K, S> initialState;
    private @Nullable Partitioner partitioner;
    private @Nullable Duration timeout;
    private @Nullable Function0<StateSerializer<K>> keySerializer;
    private @Nullable Function0<StateSerializer<S>> stateSerializer;

    private StateSpec(Mapping<K, V, S, M> mapping) {
        this.mapping = mapping;
    }

    /**
     * A function of key, value and state; what it returns, be it null, is one element of the resulting stream.
     *
     * @param <K> keys
     * @param <V> values that arrive
     * @param <S> the state of a key
     * @param <M> what the function gives
     * @param mappingFunction called on the executors, for each record and for each timeout
     * @return a specification, to be refined
     */
    public static <K, V, S, M> StateSpec<K, V, S, M> function(Function3<K, Optional<V>, State<S>, M> mappingFunction) {
        requireNonNull(mappingFunction, "mappingFunction");
        return new StateSpec<>(
                (time, key, value, state, mapped) -> mapped.accept(mappingFunction.call(key, value, state)));
    }

    /**
     * A function of batch time, key, value and state that returns an element of the resulting stream, or none.
     *
     * @param <K> keys
     * @param <V> values that arrive
     * @param <S> the state of a key
     * @param <M> what the function gives
     * @param mappingFunction called on the executors, for each record and for each timeout
     * @return a specification, to be refined
     */
    public static <K, V, S, M> StateSpec<K, V, S, M> function(
            Function4<Time, K, Optional<V>, State<S>, Optional<M>> mappingFunction) {
        requireNonNull(mappingFunction, "mappingFunction");
        return new StateSpec<>((time, key, value, state, mapped) -> {
            Optional<M> result = mappingFunction.call(time, key, value, state);
            if (result.isPresent()) {
                mapped.accept(result.get());
            }
        });
    }

    /**
     * The states before the first batch. By default none. Not read when the state comes from a checkpoint.
     *
     * @param rdd one pair a key
     * @return this
     */
    public StateSpec<K, V, S, M> initialState(JavaPairRDD<K, S> rdd) {
        this.initialState = requireNonNull(rdd, "rdd");
        return this;
    }

    /**
     * Partitions the state by hash. By default Spark's default parallelism. The last of this and {@link #partitioner} wins.
     *
     * @param numPartitions how many partitions the state has
     * @return this
     */
    public StateSpec<K, V, S, M> numPartitions(int numPartitions) {
        return partitioner(new HashPartitioner(numPartitions));
    }

    /**
     * Partitions the state in the caller's way.
     *
     * @param newPartitioner of keys
     * @return this
     */
    public StateSpec<K, V, S, M> partitioner(Partitioner newPartitioner) {
        this.partitioner = requireNonNull(newPartitioner, "partitioner");
        return this;
    }

    /**
     * Keys without data for longer than {@code idleDuration} lose their state after a last call. By default never.
     *
     * @param idleDuration measured in batch times
     * @return this
     */
    public StateSpec<K, V, S, M> timeout(Duration idleDuration) {
        this.timeout = requireNonNull(idleDuration, "idleDuration");
        return this;
    }

    /**
     * Writes keys and states in the caller's way; Spark has nothing like it. By default they are written by Kryo, see {@link
     * io.durastream.statestore.KryoSerializers}. State of another {@linkplain StateSerializer#format() format} is refused.
     *
     * @param keys called on the executors, for each task; null: Kryo
     * @param states called on the executors, for each task; null: Kryo
     * @return this
     */
    public StateSpec<K, V, S, M> serializers(
            @Nullable Function0<StateSerializer<K>> keys, @Nullable Function0<StateSerializer<S>> states) {
        this.keySerializer = keys;
        this.stateSerializer = states;
        return this;
    }

    /** {@return the mapping function, in one form for both kinds} */
    public Mapping<K, V, S, M> mapping() {
        return mapping;
    }

    /** {@return the states before the first batch, if given} */
    public java.util.Optional<JavaPairRDD<K, S>> initialState() {
        return java.util.Optional.ofNullable(initialState);
    }

    /** {@return how the state is partitioned, if given} */
    public java.util.Optional<Partitioner> partitioner() {
        return java.util.Optional.ofNullable(partitioner);
    }

    /** {@return after how long without data a key is timed out, if ever} */
    public java.util.Optional<Duration> timeout() {
        return java.util.Optional.ofNullable(timeout);
    }

    /** {@return what makes the serializer of keys, if given} */
    public java.util.Optional<Function0<StateSerializer<K>>> keySerializer() {
        return java.util.Optional.ofNullable(keySerializer);
    }

    /** {@return what makes the serializer of states, if given} */
    public java.util.Optional<Function0<StateSerializer<S>>> stateSerializer() {
        return java.util.Optional.ofNullable(stateSerializer);
    }

    /** What the runtime calls for a record or a timeout. */
    @FunctionalInterface
    public interface Mapping<K, V, S, M> extends Serializable {

        /**
         * Calls the user's function.
         *
         * @param batchTime the time of the batch
         * @param key the key
         * @param value empty when the key is timing out
         * @param state the state of the key, to be read and set
         * @param mapped takes the element that the function gives, if it gives one; it may be null
         * @throws Exception whatever the function throws: the task fails
         */
        void call(Time batchTime, K key, Optional<V> value, State<S> state, Consumer<? super M> mapped)
                throws Exception;
    }
}
