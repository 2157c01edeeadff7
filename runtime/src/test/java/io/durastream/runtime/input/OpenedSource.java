package io.durastream.runtime.input;

import io.durastream.Duration;
import io.durastream.PositionRange;
import io.durastream.SourceContext;
import io.durastream.Time;
import java.util.NavigableMap;
import org.apache.spark.api.java.JavaSparkContext;

/** What a source is opened with, outside of an application; batches of 1 s. */
record OpenedSource(JavaSparkContext spark, long nowMillis, NavigableMap<Time, PositionRange> planned)
        implements SourceContext {

    @Override
    public Duration batchInterval() {
        return new Duration(1_000);
    }

    @Override
    public Time now() {
        return new Time(nowMillis);
    }
}
