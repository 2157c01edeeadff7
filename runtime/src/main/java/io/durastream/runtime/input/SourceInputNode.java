package io.durastream.runtime.input;

import static java.util.Objects.requireNonNull;

import io.durastream.Duration;
import io.durastream.PositionRange;
import io.durastream.Source;
import io.durastream.SourceContext;
import io.durastream.SourcePlanner;
import io.durastream.Time;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.driver.InputSource;
import io.durastream.runtime.graph.InputContext;
import io.durastream.runtime.graph.InputNode;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** The stream of what a {@link Source} gives: the user's as well as those that are part of the runtime. */
public final class SourceInputNode<T> extends InputNode<T> {

    private static final long serialVersionUID = 1;

    private final String kind;
    private final Source<T> source;

    /**
     * @param streamId counted from 0 over the inputs of the application
     * @param kind the method of the API that defined it
     */
    public SourceInputNode(Duration batchInterval, int streamId, String kind, Source<T> source) {
        super(batchInterval, streamId);
        this.kind = kind;
        this.source = requireNonNull(source, "source");
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public String identityHint() {
        return source.identity();
    }

    @Override
    public Duration memory() {
        return source.memory();
    }

    @Override
    public Map<String, Object> metadata(InputRange range) {
        return source.metadata(positions(range));
    }

    @Override
    public InputSource open(OperatorId id, InputContext context) throws IOException {
        return new OpenSource(id, source.open(new Context(context, slide())));
    }

    @Override
    protected JavaRDD<T> read(Time time, InputRange range) {
        return requireNonNull(
                source.read(runtime().spark(), time, positions(range)),
                () -> this + " gave no RDD for batch " + time + "; for no records it must give an empty one");
    }

    private static PositionRange positions(InputRange range) {
        return PositionRange.of(range.range().toByteArray())
                .withRecords(range.records())
                .withDescription(range.description());
    }

    /** The planner in the words of the driver protocol. */
    private record OpenSource(OperatorId id, SourcePlanner planner) implements InputSource {

        @Override
        public InputRange plan(BatchTime time) throws IOException {
            PositionRange range = requireNonNull(
                    planner.plan(new Time(time.millis())),
                    () -> "Input " + id + " planned no range for batch " + time
                            + "; for no records it must give an empty one");
            return new InputRange(id, Bytes.of(range.bytes()), range.records(), range.description());
        }

        @Override
        public boolean hasUnplanned() {
            return planner.hasUnplanned();
        }

        @Override
        public void committed(BatchTime time, InputRange range) {
            planner.committed(new Time(time.millis()), positions(range));
        }

        @Override
        public void close() throws IOException {
            planner.close();
        }
    }

    private record Context(InputContext input, Duration batchInterval) implements SourceContext {

        @Override
        public JavaSparkContext spark() {
            return input.spark();
        }

        @Override
        public Time now() {
            return new Time(input.clock().wallMillis());
        }

        @Override
        public NavigableMap<Time, PositionRange> planned() {
            NavigableMap<Time, PositionRange> planned = new TreeMap<>();
            input.planned().forEach((time, range) -> planned.put(new Time(time.millis()), positions(range)));
            return Collections.unmodifiableNavigableMap(planned);
        }
    }
}
