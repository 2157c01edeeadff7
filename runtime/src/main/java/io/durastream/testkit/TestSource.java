package io.durastream.testkit;

import io.durastream.PositionRange;
import io.durastream.Source;
import io.durastream.SourceContext;
import io.durastream.SourcePlanner;
import io.durastream.Time;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The records of a {@link TestInput}, found by the names of test and input. A position is the number of a batch of the
 * input, from 0 on; each batch of the application gets one.
 */
final class TestSource<T> extends Source<T> {

    private static final long serialVersionUID = 1;

    private static final int MAX_PARTITIONS = 2;

    private final String test;
    private final String name;

    TestSource(String test, String name) {
        this.test = test;
        this.name = name;
    }

    /** Without the test, so that a directory may be given to another one. */
    @Override
    public String identity() {
        return name;
    }

    @Override
    public SourcePlanner open(SourceContext context) {
        int planned = context.lastPlanned().map(PositionRange::until).orElse(0L).intValue();
        records().requirePlanned(planned);
        return new Planner(records(), planned);
    }

    @Override
    @SuppressWarnings("unchecked") // as TestInput put them there
    public JavaRDD<T> read(JavaSparkContext spark, Time time, PositionRange range) {
        List<T> batch = (List<T>) records().read((int) range.from());
        return spark.parallelize(batch, Math.max(1, Math.min(MAX_PARTITIONS, batch.size())));
    }

    private InputRecords records() {
        return TestRun.of(test).input(name);
    }

    private static final class Planner implements SourcePlanner {

        private final InputRecords records;
        private int next;

        Planner(InputRecords records, int next) {
            this.records = records;
            this.next = next;
        }

        @Override
        public PositionRange plan(Time time) {
            int count = records.plan(next);
            PositionRange range = PositionRange.between(next, next + 1L);
            next++;
            return range.withRecords(count).withDescription(count + " records of a test");
        }

        @Override
        public boolean hasUnplanned() {
            return records.hasMoreThan(next);
        }
    }
}
