package io.durastream.api;

import io.durastream.PositionRange;
import io.durastream.Source;
import io.durastream.SourceContext;
import io.durastream.SourcePlanner;
import io.durastream.Time;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** A source as a user writes it: 0, 1, 2 …, ten numbers in each batch. */
final class Numbers extends Source<Long> {

    private static final long serialVersionUID = 1;

    @Override
    public SourcePlanner open(SourceContext context) {
        AtomicLong next =
                new AtomicLong(context.lastPlanned().map(PositionRange::until).orElse(0L));
        return time -> PositionRange.between(next.get(), next.addAndGet(10));
    }

    @Override
    public JavaRDD<Long> read(JavaSparkContext spark, Time time, PositionRange range) {
        return spark.parallelize(
                LongStream.range(range.from(), range.until()).boxed().toList());
    }
}
