package io.durastream.runtime.application;

import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * What {@code spark.streaming.dynamicAllocation.*} says.
 *
 * @param minExecutors (the number of receivers, at least 1)
 * @param maxExecutors (no limit)
 * @param scalingUpRatio (0.9) of processing time to batch interval, from which on executors are added
 * @param scalingDownRatio (0.3) up to which one is given back
 * @param scalingIntervalMillis (60s) between two decisions
 */
record AllocationSettings(
        int minExecutors,
        int maxExecutors,
        double scalingUpRatio,
        double scalingDownRatio,
        long scalingIntervalMillis) {

    private static final String PREFIX = "spark.streaming.dynamicAllocation.";

    AllocationSettings {
        require(minExecutors > 0, "minExecutors", "more than 0", minExecutors);
        require(maxExecutors >= minExecutors, "maxExecutors", "at least minExecutors, " + minExecutors, maxExecutors);
        require(scalingIntervalMillis > 0, "scalingInterval", "more than 0", scalingIntervalMillis);
        require(scalingDownRatio > 0, "scalingDownRatio", "more than 0", scalingDownRatio);
        require(
                scalingUpRatio > scalingDownRatio,
                "scalingUpRatio",
                "more than scalingDownRatio, " + scalingDownRatio,
                scalingUpRatio);
    }

    /**
     * Empty when it is not enabled.
     *
     * @throws IllegalArgumentException when values make no sense, or when Spark allocates executors by itself too
     */
    static Optional<AllocationSettings> of(SparkConf conf, int receivers) {
        if (!conf.getBoolean(PREFIX + "enabled", false)) {
            return Optional.empty();
        }
        if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
            throw new IllegalArgumentException(
                    "Both " + PREFIX + "enabled and spark.dynamicAllocation.enabled are true,"
                            + " which would work against each other; set one of them to false");
        }
        return Optional.of(new AllocationSettings(
                conf.getInt(PREFIX + "minExecutors", Math.max(1, receivers)),
                conf.getInt(PREFIX + "maxExecutors", Integer.MAX_VALUE),
                conf.getDouble(PREFIX + "scalingUpRatio", 0.9),
                conf.getDouble(PREFIX + "scalingDownRatio", 0.3),
                conf.getTimeAsMs(PREFIX + "scalingInterval", "60s")));
    }

    private static void require(boolean condition, String key, String expected, Object actual) {
        if (!condition) {
            throw new IllegalArgumentException(PREFIX + key + " is " + expected + ", got " + actual);
        }
    }
}
