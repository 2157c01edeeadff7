package io.durastream.runtime.standby;

import java.util.OptionalInt;
import org.apache.spark.SparkConf;

/**
 * How closely a warm standby follows.
 *
 * @param pollMillis {@code durastream.standby.pollInterval} (250ms): between two looks at the batch log
 * @param followMillis {@code durastream.standby.followInterval} (1s): between the beginnings of two rounds over the copies
 *     of state
 * @param executors {@code durastream.standby.executors} (all that the application has): how many a standby has at most
 */
public record StandbySettings(long pollMillis, long followMillis, OptionalInt executors) {

    private static final String EXECUTORS = "durastream.standby.executors";

    public StandbySettings {
        requirePositive("pollInterval", pollMillis);
        requirePositive("followInterval", followMillis);
        if (executors.orElse(1) < 1) {
            throw new IllegalArgumentException(EXECUTORS + " is " + executors.getAsInt()
                    + ", expected at least 1, for the copies of state; without any, let the standby be cold");
        }
    }

    /**
     * Reads the configuration.
     *
     * @throws IllegalArgumentException naming the key whose value is of no use
     */
    public static StandbySettings of(SparkConf conf) {
        return new StandbySettings(
                conf.getTimeAsMs("durastream.standby.pollInterval", "250ms"),
                conf.getTimeAsMs("durastream.standby.followInterval", "1s"),
                conf.contains(EXECUTORS) ? OptionalInt.of(conf.getInt(EXECUTORS, 1)) : OptionalInt.empty());
    }

    private static void requirePositive(String key, long millis) {
        if (millis < 1) {
            throw new IllegalArgumentException(
                    "durastream.standby." + key + " is " + millis + " ms, expected at least 1 ms");
        }
    }
}
