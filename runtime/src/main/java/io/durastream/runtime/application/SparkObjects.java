package io.durastream.runtime.application;

import io.durastream.runtime.recovery.EngineObjects;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What functions refer to in the SparkContext that their context's accumulators are registered with. */
public record SparkObjects(NamedAccumulators accumulators) implements EngineObjects {

    private static final Logger LOG = LoggerFactory.getLogger(SparkObjects.class);

    @Override
    public Optional<String> nameOf(AccumulatorV2<?, ?> accumulator) {
        Optional<String> name = accumulators.nameOf(accumulator.id());
        if (name.isEmpty()) {
            LOG.warn(
                    "{} is used by a stream and not registered with the StreamingContext: after a recovery it would count"
                            + " from zero, where nobody sees it. Make it with StreamingContext.longAccumulator(name),"
                            + " doubleAccumulator(name), collectionAccumulator(name) or accumulator(accumulator, name)",
                    accumulator);
        }
        return name;
    }

    @Override
    public byte[] encode(AccumulatorV2<?, ?> empty) {
        return accumulators.encode(empty);
    }

    @Override
    public AccumulatorV2<?, ?> accumulator(@Nullable String name, byte[] empty) {
        AccumulatorV2<?, ?> fresh = accumulators.decode(empty);
        if (name != null) {
            return accumulators.register(fresh, name);
        }
        LOG.warn("{} counts from zero: it was not registered with the StreamingContext", fresh);
        accumulators.spark().sc().register(fresh);
        return fresh;
    }

    @Override
    public Broadcast<?> broadcast(Object value) {
        return accumulators.spark().broadcast(value);
    }
}
