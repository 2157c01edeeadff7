package io.durastream.runtime.standby;

import org.apache.spark.SparkConf;

/**
 * How closely a warm standby follows.
 *
 * @param pollMillis {@code durastream.standby.pollInterval} (250ms): between two looks at the batch log
 * @param followMillis {@code durastream.standby.followInterval} (1s): between the beginnings of two rounds over the copies
 *     of state
 */
public record StandbySettings(long pollMillis, long followMillis) {

    public StandbySettings {
        requirePositive("pollInterval", pollMillis);
        requirePositive("followInterval", followMillis);
    }

    /**
     * Reads the configuration.
     *
     * @throws IllegalArgumentException naming the key whose value is of no use
     */
    public static StandbySettings of(SparkConf conf) {
        return new StandbySettings(
                conf.getTimeAsMs("durastream.standby.pollInterval", "250ms"),
                conf.getTimeAsMs("durastream.standby.followInterval", "1s"));
    }

    private static void requirePositive(String key, long millis) {
        if (millis < 1) {
            throw new IllegalArgumentException(
                    "durastream.standby." + key + " is " + millis + " ms, expected at least 1 ms");
        }
    }
}
