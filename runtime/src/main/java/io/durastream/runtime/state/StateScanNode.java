package io.durastream.runtime.state;

import io.durastream.Duration;
import io.durastream.Time;
import io.durastream.checkpoint.StateEntry;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.statestore.StateSerializer;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function0;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** All keys with their state after each batch. */
final class StateScanNode<K, S, T> extends StreamNode<Tuple2<K, T>> {

    private static final long serialVersionUID = 1;

    private final StateUpdateNode<K, ?, S, ?> state;
    private final Duration slide;
    private final Function<S, T> shown;

    StateScanNode(StateUpdateNode<K, ?, S, ?> state, Duration slide, Function<S, T> shown) {
        super(List.of(state));
        this.state = state;
        this.slide = slide;
        this.shown = shown;
    }

    /** Sets how the state is written, see {@link StateStreams#serializers}. */
    @SuppressWarnings("unchecked") // what this stream shows is what users see of the state
    void serializers(@Nullable Function0<StateSerializer<K>> keys, @Nullable Function0<StateSerializer<T>> values) {
        state.serializers(((StateSerializers<K, T, S>) state.serializers()).with(keys, values));
    }

    @Override
    public String kind() {
        return state.kind();
    }

    @Override
    public Duration slide() {
        return slide;
    }

    @Override
    public StreamNode<?> identity() {
        return state;
    }

    @Override
    protected @Nullable JavaRDD<Tuple2<K, T>> compute(Time time) {
        List<byte[]> refs = runtime().stateAt(state, time).stream()
                .map(StateEntry::ref)
                .map(ref -> ref.toByteArray())
                .toList();
        if (refs.isEmpty()) {
            throw new IllegalStateException("The state of " + state + " at " + time + " is not known");
        }
        return new StateScanRDD<K, S, T>(
                        runtime().spark().sc(),
                        runtime().stateAccess(),
                        runtime().idOf(state).value(),
                        refs,
                        state.isSpreadAsAt(time, refs.size()) ? state.partitioner() : null,
                        new ShownState<>(shown),
                        state.serializers())
                .toJavaRDD();
    }
}
