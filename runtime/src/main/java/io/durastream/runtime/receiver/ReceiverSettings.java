package io.durastream.runtime.receiver;

import io.durastream.runtime.graph.UserCode;
import io.durastream.wal.SegmentedLogOptions;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;

/**
 * What the configuration says about receivers; travels to them.
 *
 * @param blockMillis {@code spark.streaming.blockInterval}: records stored one at a time form a block for so long
 * @param blockQueue {@code spark.streaming.blockQueueSize}: complete blocks that wait before {@code store} does
 * @param maxRate {@code spark.streaming.receiver.maxRate}: records a second that one receiver takes at
 *     most; {@code Long.MAX_VALUE}, or anything not positive, for no limit
 * @param paced whether receivers are held to a rate: {@code maxRate}, or one from back-pressure
 * @param restartDelayMillis {@code spark.streaming.receiverRestartDelay}: between the stop and the start of a restart
 * @param storeTimeoutMillis {@code spark.streaming.receiver.blockStoreTimeout}: how long the driver may take to answer
 * @param segmentSeconds {@code spark.streaming.receiver.writeAheadLog.rollingIntervalSecs}
 * @param appendTries {@code spark.streaming.receiver.writeAheadLog.maxFailures}
 */
public record ReceiverSettings(
        long blockMillis,
        int blockQueue,
        long maxRate,
        boolean paced,
        long restartDelayMillis,
        long storeTimeoutMillis,
        int segmentSeconds,
        int appendTries)
        implements Serializable {

    private static final String LOG_ENABLED = "spark.streaming.receiver.writeAheadLog.enable";

    public ReceiverSettings {
        if (blockMillis <= 0) {
            throw new IllegalArgumentException(
                    "requirement failed: 'spark.streaming.blockInterval' should be a positive value");
        }
    }

    /** Refuses a configuration that is of no use to receivers, as {@link #of} and {@link #logEnabled} do. */
    public static void check(SparkConf conf, boolean hasCheckpoint) {
        of(conf);
        logEnabled(conf, hasCheckpoint);
    }

    /**
     * What the configuration says.
     *
     * @throws IllegalArgumentException naming the key whose value is of no use
     */
    public static ReceiverSettings of(SparkConf conf) {
        long maxRate = positiveOrMax(conf.getLong("spark.streaming.receiver.maxRate", Long.MAX_VALUE));
        return new ReceiverSettings(
                conf.getTimeAsMs("spark.streaming.blockInterval", "200ms"),
                conf.getInt("spark.streaming.blockQueueSize", 10),
                maxRate,
                maxRate < Long.MAX_VALUE || conf.getBoolean("spark.streaming.backpressure.enabled", false),
                conf.getTimeAsMs("spark.streaming.receiverRestartDelay", "2000ms"),
                conf.getTimeAsSeconds("spark.streaming.receiver.blockStoreTimeout", "30s") * 1000,
                conf.getInt("spark.streaming.receiver.writeAheadLog.rollingIntervalSecs", 60),
                conf.getInt("spark.streaming.receiver.writeAheadLog.maxFailures", 3));
    }

    /**
     * Whether received data goes to a log: when there is a checkpoint directory and the configuration does not forbid it.
     *
     * <p>Throws a {@link SparkException}, undeclared, when the configuration demands a log and there is no directory for it.
     */
    public static boolean logEnabled(SparkConf conf, boolean hasCheckpoint) {
        if (!hasCheckpoint && conf.getBoolean(LOG_ENABLED, false)) {
            throw UserCode.rethrow(new SparkException(
                    "Cannot enable receiver write-ahead log without checkpoint directory set. Please use"
                            + " streamingContext.checkpoint() to set the checkpoint directory. See documentation for more"
                            + " details."));
        }
        return hasCheckpoint && conf.getBoolean(LOG_ENABLED, true);
    }

    /** Warnings for a configuration that selects logs of the user's, which the runtime does not use. */
    static List<String> warnings(SparkConf conf) {
        return Stream.of("spark.streaming.receiver.writeAheadLog.class", "spark.streaming.driver.writeAheadLog.class")
                .filter(conf::contains)
                .map(key ->
                        key + " = " + conf.get(key) + " is not used by Durastream itself: what receivers bring goes to"
                                + " its own log, because nobody can keep a driver that has lost its leadership from writing to"
                                + " another. WriteAheadLogUtils gives the class to code that asks for it")
                .toList();
    }

    /** How many records a second a receiver takes: the lower one of its limit and what back-pressure says, if it does. */
    long rate(OptionalLong fromBackPressure) {
        return Math.min(maxRate, fromBackPressure.orElse(maxRate));
    }

    /** How many records of a backlog a batch takes: no more than a receiver at this rate could have brought in its time. */
    static long recordsABatch(long rate, long batchMillis) {
        return rate > Long.MAX_VALUE / batchMillis ? Long.MAX_VALUE : Math.max(1, rate * batchMillis / 1000);
    }

    SegmentedLogOptions logOptions() {
        return SegmentedLogOptions.defaults()
                .withSegmentAge(Duration.ofSeconds(segmentSeconds))
                .withAppendTries(appendTries);
    }

    private static long positiveOrMax(long rate) {
        return rate > 0 ? rate : Long.MAX_VALUE;
    }
}
