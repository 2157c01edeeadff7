package io.durastream.runtime.graph;

import io.durastream.Duration;
import io.durastream.Time;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.driver.InputSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/** A stream that comes from outside. What a batch reads is in its plan; this node turns a planned range into an RDD. */
public abstract class InputNode<T> extends StreamNode<T> {

    private static final long serialVersionUID = 1;

    private final Duration batchInterval;
    private final int streamId;

    /** @param streamId counted from 0 over the inputs of the application, in the order of their definition */
    protected InputNode(Duration batchInterval, int streamId) {
        super(List.of());
        this.batchInterval = batchInterval;
        this.streamId = streamId;
    }

    /**
     * Opens the driver's side of this input, at start.
     *
     * @param id the operator id under which the batch log knows this input
     * @param context the running application, and what the batch log remembers of this input
     */
    public abstract InputSource open(OperatorId id, InputContext context) throws IOException;

    /** The records of a planned range; null when the batch has none and no RDD is to be given. */
    protected abstract @Nullable JavaRDD<T> read(Time time, InputRange range);

    /** For how long before its own time a batch needs the plans of earlier ones, to be planned after a restart. */
    public Duration memory() {
        return new Duration(0);
    }

    /**
     * What tells this source from others of its kind, and stays the same over restarts: a directory, host and port. Part of
     * the id that is derived where the user gave none; empty when there is nothing of the sort.
     */
    public String identityHint() {
        return "";
    }

    /** What listeners are told of a range beside its number of records and description. */
    public Map<String, Object> metadata(InputRange range) {
        return Map.of();
    }

    public final int streamId() {
        return streamId;
    }

    @Override
    public final Duration slide() {
        return batchInterval;
    }

    @Override
    protected final @Nullable JavaRDD<T> compute(Time time) {
        InputRange range = runtime().planned(this, time);
        return range == null ? null : read(time, range);
    }
}
