package io.durastream.recovery.process;

import io.durastream.PositionRange;
import io.durastream.Source;
import io.durastream.SourceContext;
import io.durastream.SourcePlanner;
import io.durastream.Time;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** A source of a user's own: 0, 1, 2 …, some in each batch, as many as the time says. */
public final class Numbers extends Source<Long> {

    private static final long serialVersionUID = 1;

    @Override
    public SourcePlanner open(SourceContext context) {
        AtomicLong next =
                new AtomicLong(context.lastPlanned().map(PositionRange::until).orElse(0L));
        return time -> {
            long some = 3 + time.milliseconds() / Shape.BATCH_MILLIS % 5;
            return PositionRange.between(next.get(), next.addAndGet(some));
        };
    }

    @Override
    public JavaRDD<Long> read(JavaSparkContext spark, Time time, PositionRange range) {
        return spark.parallelize(
                LongStream.range(range.from(), range.until()).boxed().toList(), 2);
    }
}
