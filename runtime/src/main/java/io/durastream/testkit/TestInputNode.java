package io.durastream.testkit;

import io.durastream.Duration;
import io.durastream.Time;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.driver.InputSource;
import io.durastream.runtime.graph.InputContext;
import io.durastream.runtime.graph.InputNode;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

public final class TestInputNode<T> extends InputNode<T> {

    private static final long serialVersionUID = 1;
    private final String test;
    private final String name;

    public TestInputNode(Duration batchInterval, int streamId, String test, String name) {
        super(batchInterval, streamId);
        this.test = test;
        this.name = name;
    }

    @Override
    public String kind() {
        return "testInput";
    }

    @Override
    public String identityHint() {
        return name;
    }

    @Override
    public InputSource open(OperatorId id, InputContext context) {
        int start = context.planned().isEmpty()
                ? 0
                : batchOf(context.planned().lastEntry().getValue()) + 1;
        InputRecords records = TestRun.of(test).input(name);
        records.requirePlanned(start);
        return new InputSource() {
            int next = start;

            @Override
            public OperatorId id() {
                return id;
            }

            @Override
            public InputRange plan(BatchTime time) {
                int count = records.plan(next);
                return new InputRange(
                        id,
                        Bytes.of(ByteBuffer.allocate(4).putInt(next++).flip()),
                        count,
                        count + " records of the test input '" + name + "'");
            }

            @Override
            public boolean hasUnplanned() {
                return records.hasMoreThan(next);
            }
        };
    }

    @Override
    @SuppressWarnings("unchecked")
    protected JavaRDD<T> read(Time time, InputRange range) {
        List<T> records = (List<T>) TestRun.of(test).input(name).read(batchOf(range));
        return runtime().spark().parallelize(records, Math.max(1, Math.min(2, records.size())));
    }

    private static int batchOf(InputRange range) {
        return range.range().asByteBuffer().getInt();
    }
}
