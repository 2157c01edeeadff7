package io.durastream.runtime.receiver;

import io.durastream.wal.SegmentedLogOptions;
import java.io.Serializable;
import java.time.Duration;
import org.apache.spark.SparkConf;

/**
 * What the configuration says about receivers; travels to them.
 *
 * @param blockMillis {@code spark.streaming.blockInterval}: records stored one at a time form a block for so long
 * @param blockQueue {@code spark.streaming.blockQueueSize}: complete blocks that wait before {@code store} does
 * @param maxRate {@code spark.streaming.receiver.maxRate}: records a second that one receiver takes
 * @param restartDelayMillis {@code spark.streaming.receiverRestartDelay}: between the stop and the start of a restart
 * @param storeTimeoutMillis {@code spark.streaming.receiver.blockStoreTimeout}: how long the driver may take to answer
 * @param segmentSeconds {@code spark.streaming.receiver.writeAheadLog.rollingIntervalSecs}
 * @param appendTries {@code spark.streaming.receiver.writeAheadLog.maxFailures}
 */
public record ReceiverSettings(
        long blockMillis,
        int blockQueue,
        long maxRate,
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

    public static ReceiverSettings of(SparkConf conf) {
        return new ReceiverSettings(
                conf.getTimeAsMs("spark.streaming.blockInterval", "200ms"),
                conf.getInt("spark.streaming.blockQueueSize", 10),
                conf.getLong("spark.streaming.receiver.maxRate", Long.MAX_VALUE),
                conf.getTimeAsMs("spark.streaming.receiverRestartDelay", "2000ms"),
                conf.getTimeAsSeconds("spark.streaming.receiver.blockStoreTimeout", "30s") * 1000,
                conf.getInt("spark.streaming.receiver.writeAheadLog.rollingIntervalSecs", 60),
                conf.getInt("spark.streaming.receiver.writeAheadLog.maxFailures", 3));
    }

    /**
     * Whether received data goes to a log: when there is a checkpoint directory and the configuration does not forbid it.
     *
     * @throws IllegalArgumentException when the configuration demands a log and there is no directory for it
     */
    public static boolean logEnabled(SparkConf conf, boolean hasCheckpoint) {
        if (!hasCheckpoint && conf.getBoolean(LOG_ENABLED, false)) {
            throw new IllegalArgumentException(
                    "Cannot enable receiver write-ahead log without checkpoint directory set. Please use"
                            + " streamingContext.checkpoint() to set the checkpoint directory. See documentation for more"
                            + " details.");
        }
        return hasCheckpoint && conf.getBoolean(LOG_ENABLED, true);
    }

    /** How many records of a backlog a batch takes: no more than the receiver could have brought in its time. */
    public long maxRecords(long batchMillis) {
        return maxRate > Long.MAX_VALUE / batchMillis ? Long.MAX_VALUE : Math.max(1, maxRate * batchMillis / 1000);
    }

    SegmentedLogOptions logOptions() {
        return SegmentedLogOptions.defaults()
                .withSegmentAge(Duration.ofSeconds(segmentSeconds))
                .withAppendTries(appendTries);
    }
}
