package io.durastream.runtime.rate;

import java.util.OptionalLong;
import org.apache.spark.SparkConf;

/**
 * What the configuration says about back-pressure.
 *
 * @param enabled {@code spark.streaming.backpressure.enabled} (false)
 * @param initialRate {@code spark.streaming.backpressure.initialRate} (none): records a second of one input, until there is
 *     an estimate
 * @param estimator makes the estimates
 */
public record BackPressure(boolean enabled, OptionalLong initialRate, PidEstimator estimator) {

    private static final String PREFIX = "spark.streaming.backpressure.";

    /**
     * What the configuration says; it is only looked at as far as back-pressure is enabled.
     *
     * @throws IllegalArgumentException naming the key whose value is of no use
     */
    public static BackPressure of(SparkConf conf, long batchMillis) {
        if (!conf.getBoolean(PREFIX + "enabled", false)) {
            return new BackPressure(false, OptionalLong.empty(), new PidEstimator(batchMillis, 1.0, 0.2, 0.0, 100.0));
        }
        String name = conf.get(PREFIX + "rateEstimator", "pid");
        if (!name.equals("pid")) {
            throw new IllegalArgumentException("Unknown rate estimator: " + name);
        }
        long initial = conf.getLong(PREFIX + "initialRate", 0);
        PidEstimator estimator = new PidEstimator(
                batchMillis,
                atLeastZero(conf, "pid.proportional", 1.0),
                atLeastZero(conf, "pid.integral", 0.2),
                atLeastZero(conf, "pid.derived", 0.0),
                conf.getDouble(PREFIX + "pid.minRate", 100.0));
        require(estimator.minRate() > 0, "pid.minRate", "be more than 0 records a second", estimator.minRate());
        return new BackPressure(true, initial > 0 ? OptionalLong.of(initial) : OptionalLong.empty(), estimator);
    }

    private static double atLeastZero(SparkConf conf, String key, double otherwise) {
        double value = conf.getDouble(PREFIX + key, otherwise);
        require(value >= 0, key, "be at least 0", value);
        return value;
    }

    private static void require(boolean condition, String key, String expected, double found) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "requirement failed: " + PREFIX + key + " should " + expected + ", got " + found);
        }
    }
}
