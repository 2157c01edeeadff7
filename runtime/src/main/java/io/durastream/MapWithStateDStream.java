package io.durastream;

import io.durastream.runtime.state.StateStreams;

/**
 * What {@code mapWithState} gives: the mapped elements.
 *
 * @param <K> keys
 * @param <V> values that arrive
 * @param <S> state of a key
 * @param <M> mapped elements
 */
@SuppressWarnings("UnusedTypeParameter") // the four are Spark Streaming's
public final class MapWithStateDStream<K, V, S, M> extends DStream<M> {

    private final PairDStream<K, S> snapshots;

    MapWithStateDStream(StreamingContext context, StateStreams.MappedState<K, S, M> state) {
        super(context, state.mapped());
        this.snapshots = new PairDStream<>(context, state.snapshots());
    }

    /**
     * Gives the states. They are computed once, whichever of the streams is used.
     *
     * @return all keys with their state after each batch
     */
    public PairDStream<K, S> stateSnapshots() {
        return snapshots;
    }
}
