package io.durastream.examples;

import io.durastream.PositionRange;
import io.durastream.Source;
import io.durastream.SourceContext;
import io.durastream.SourcePlanner;
import io.durastream.Time;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * A source of one's own: readings of sensors, numbered from 0, of which each batch gets the next ones. They are computed, where another
 * source would ask a database or a queue for the records of these numbers.
 *
 * <p>Two rules make every reading count exactly once, whatever crashes: the planner goes on after the last range that was
 * planned, and {@code read} gives the same readings for the same range whenever it is asked.
 */
public final class ReadingsSource extends Source<Tuple2<String, Double>> {

    private static final long serialVersionUID = 1;

    private static final int SENSORS = 4;
    private static final int PARTITIONS = 2;

    private final int readingsPerBatch;

    public ReadingsSource(int readingsPerBatch) {
        this.readingsPerBatch = readingsPerBatch;
    }

    /** Which numbers come next. A source with an end would ask here how far it has got, and plan no further. */
    @Override
    public SourcePlanner open(SourceContext context) {
        AtomicLong next =
                new AtomicLong(context.lastPlanned().map(PositionRange::until).orElse(0L));
        return time -> PositionRange.between(next.get(), next.addAndGet(readingsPerBatch));
    }

    @Override
    public JavaRDD<Tuple2<String, Double>> read(JavaSparkContext spark, Time time, PositionRange range) {
        return spark.parallelize(
                        LongStream.range(range.from(), range.until()).boxed().toList(), PARTITIONS)
                .map(ReadingsSource::reading);
    }

    private static Tuple2<String, Double> reading(long number) {
        String sensor = "sensor-" + number % SENSORS;
        return new Tuple2<>(sensor, 20 + number % 10 / 10.0);
    }
}
