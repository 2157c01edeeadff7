package io.durastream;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/** What a {@link Source} finds when it is opened. Implemented by the runtime, which may come to offer more. */
public interface SourceContext {

    /** {@return the engine} */
    JavaSparkContext spark();

    /** {@return the time between two batches} */
    Duration batchInterval();

    /** {@return the driver's clock, now} Differs from the machine's in tests. */
    Time now();

    /**
     * {@return the ranges of this source that the batch log retains, by batch: the last one that was planned, and those
     * of at least {@link Source#memory()} before the next batch} All of them are part of a batch that ran or will run
     * again. Empty at the very first start.
     */
    NavigableMap<Time, PositionRange> planned();

    /** {@return the last range of all: where to go on} Empty at the very first start. */
    default Optional<PositionRange> lastPlanned() {
        return Optional.ofNullable(planned().lastEntry()).map(Map.Entry::getValue);
    }
}
