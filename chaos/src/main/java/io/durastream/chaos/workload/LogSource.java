package io.durastream.chaos.workload;

import io.durastream.PositionRange;
import io.durastream.Source;
import io.durastream.SourceContext;
import io.durastream.SourcePlanner;
import io.durastream.Time;
import io.durastream.chaos.feed.LogFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** The records of a {@link LogFile}; a batch reads what has come since the one before, within bounds. */
final class LogSource extends Source<String> {

    private static final long serialVersionUID = 1;
    private static final long MOST = 20_000;
    private static final int PARTITIONS = 2;

    private final String path;

    LogSource(String path) {
        this.path = path;
    }

    @Override
    public SourcePlanner open(SourceContext context) {
        LogFile log = new LogFile(Path.of(path));
        AtomicLong next =
                new AtomicLong(context.lastPlanned().map(PositionRange::until).orElse(0L));
        return time -> {
            long from = next.get();
            long until = Math.min(log.records(), from + MOST);
            next.set(until);
            return PositionRange.between(from, until);
        };
    }

    @Override
    public JavaRDD<String> read(JavaSparkContext spark, Time time, PositionRange range) {
        try {
            return spark.parallelize(new LogFile(Path.of(path)).read(range.from(), range.until()), PARTITIONS);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read records " + range + " of " + path, e);
        }
    }
}
