package io.durastream.runtime.wal;

import io.durastream.wal.SegmentedLogOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;

/**
 * What the configuration says about a log; keys begin with {@code spark.streaming.driver.writeAheadLog.} or {@code
 * spark.streaming.receiver.writeAheadLog.}.
 *
 * @param userClass {@code class} (none)
 * @param rollingIntervalSecs {@code rollingIntervalSecs} (60): the time that one chunk of the log spans
 * @param maxFailures {@code maxFailures} (3): how often a write is tried
 * @param closeFileAfterWrite {@code closeFileAfterWrite} (false): a chunk for each write
 */
public record LogSettings(
        Optional<String> userClass, int rollingIntervalSecs, int maxFailures, boolean closeFileAfterWrite) {

    /** The driver's. */
    public static LogSettings ofDriver(SparkConf conf) {
        return of(conf, "spark.streaming.driver.writeAheadLog.");
    }

    /** A receiver's. */
    public static LogSettings ofReceiver(SparkConf conf) {
        return of(conf, "spark.streaming.receiver.writeAheadLog.");
    }

    private static LogSettings of(SparkConf conf, String prefix) {
        return new LogSettings(
                Optional.ofNullable(conf.get(prefix + "class", null)),
                conf.getInt(prefix + "rollingIntervalSecs", 60),
                conf.getInt(prefix + "maxFailures", 3),
                conf.getBoolean(prefix + "closeFileAfterWrite", false));
    }

    long rollingMillis() {
        return TimeUnit.SECONDS.toMillis(rollingIntervalSecs);
    }

    SegmentedLogOptions options() {
        return SegmentedLogOptions.defaults().withAppendTries(maxFailures);
    }
}
