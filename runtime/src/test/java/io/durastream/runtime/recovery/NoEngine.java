package io.durastream.runtime.recovery;

import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;

/** For graphs that refer to nothing of a SparkContext. */
final class NoEngine implements EngineObjects {

    @Override
    public Optional<String> nameOf(AccumulatorV2<?, ?> accumulator) {
        throw unexpected();
    }

    @Override
    public byte[] encode(AccumulatorV2<?, ?> empty) {
        throw unexpected();
    }

    @Override
    public AccumulatorV2<?, ?> accumulator(@Nullable String name, byte[] empty) {
        throw unexpected();
    }

    @Override
    public Broadcast<?> broadcast(Object value) {
        throw unexpected();
    }

    private static AssertionError unexpected() {
        return new AssertionError("There is no SparkContext");
    }
}
