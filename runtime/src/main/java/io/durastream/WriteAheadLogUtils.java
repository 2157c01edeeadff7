package io.durastream;

import io.durastream.runtime.wal.BatchedLog;
import io.durastream.runtime.wal.FileLog;
import io.durastream.runtime.wal.LogSettings;
import io.durastream.runtime.wal.UserLog;
import io.durastream.storage.Clock;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/**
 * Makes the {@link WriteAheadLog} that a configuration selects, and reads its keys. Keys begin with {@code
 * spark.streaming.driver.writeAheadLog.} or {@code spark.streaming.receiver.writeAheadLog.}.
 *
 * <p>Unless {@code …class} names a user's class, the log is a directory on HDFS or local disk. Every record has a
 * checksum, and opening the directory takes it over: an earlier instance, in whatever process, has no write acknowledged
 * any more. It is not the format of Spark Streaming's log, and a directory of one cannot be read by the other.
 */
public final class WriteAheadLogUtils {

    private WriteAheadLogUtils() {}

    /**
     * The log for a driver. Writes that come while another one is under way share the next one, unless {@code
     * …allowBatching} is false: then {@link WriteAheadLog#read} throws an {@link UnsupportedOperationException}, and
     * {@link WriteAheadLog#readAll} gives the records one by one nevertheless. A directory keeps to one of the two.
     *
     * <p>Throws a {@code SparkException}, undeclared, when the user's class cannot be made.
     *
     * @param conf where the keys are
     * @param fileWalLogDirectory the directory of the built-in log
     * @param fileWalHadoopConf how to reach it
     * @return an open log
     * @throws java.io.UncheckedIOException when the directory cannot be opened
     */
    public static WriteAheadLog createLogForDriver(
            SparkConf conf, String fileWalLogDirectory, Configuration fileWalHadoopConf) {
        WriteAheadLog log = createLog(conf, LogSettings.ofDriver(conf), fileWalLogDirectory, fileWalHadoopConf);
        return isBatchingEnabled(conf, true) ? new BatchedLog(log, getBatchingTimeout(conf)) : log;
    }

    /**
     * The log for a receiver; never batched.
     *
     * <p>Throws a {@code SparkException}, undeclared, when the user's class cannot be made.
     *
     * @param conf where the keys are
     * @param fileWalLogDirectory the directory of the built-in log
     * @param fileWalHadoopConf how to reach it
     * @return an open log
     * @throws java.io.UncheckedIOException when the directory cannot be opened
     */
    public static WriteAheadLog createLogForReceiver(
            SparkConf conf, String fileWalLogDirectory, Configuration fileWalHadoopConf) {
        return createLog(conf, LogSettings.ofReceiver(conf), fileWalLogDirectory, fileWalHadoopConf);
    }

    /**
     * {@code spark.streaming.receiver.writeAheadLog.enable}, by default false. Only the key: Durastream logs what is
     * received whenever there is a checkpoint directory and the key is not set to false.
     *
     * @param conf where the keys are
     * @return what the key says
     */
    public static boolean enableReceiverLog(SparkConf conf) {
        return conf.getBoolean("spark.streaming.receiver.writeAheadLog.enable", false);
    }

    /**
     * {@code …rollingIntervalSecs}, by default 60: records so far apart in time are in different files.
     *
     * @param conf where the keys are
     * @param isDriver whether the driver's keys are meant, or those of receivers
     * @return in seconds
     */
    public static int getRollingIntervalSecs(SparkConf conf, boolean isDriver) {
        return settings(conf, isDriver).rollingIntervalSecs();
    }

    /**
     * {@code …maxFailures}, by default 3: how often a write is tried.
     *
     * @param conf where the keys are
     * @param isDriver whether the driver's keys are meant, or those of receivers
     * @return how often, at least
     */
    public static int getMaxFailures(SparkConf conf, boolean isDriver) {
        return settings(conf, isDriver).maxFailures();
    }

    /**
     * {@code spark.streaming.driver.writeAheadLog.allowBatching}, by default true; false for receivers.
     *
     * @param conf where the keys are
     * @param isDriver whether the driver's keys are meant, or those of receivers
     * @return whether writes share files
     */
    public static boolean isBatchingEnabled(SparkConf conf, boolean isDriver) {
        return isDriver && conf.getBoolean("spark.streaming.driver.writeAheadLog.allowBatching", true);
    }

    /**
     * {@code spark.streaming.driver.writeAheadLog.batchingTimeout}, by default 5000: milliseconds that a write of a
     * batched log waits to become durable.
     *
     * @param conf where the keys are
     * @return in milliseconds
     */
    public static long getBatchingTimeout(SparkConf conf) {
        return conf.getLong("spark.streaming.driver.writeAheadLog.batchingTimeout", 5_000);
    }

    /**
     * {@code …closeFileAfterWrite}, by default false: whether each record gets a file of its own.
     *
     * @param conf where the keys are
     * @param isDriver whether the driver's keys are meant, or those of receivers
     * @return what the key says
     */
    public static boolean shouldCloseFileAfterWrite(SparkConf conf, boolean isDriver) {
        return settings(conf, isDriver).closeFileAfterWrite();
    }

    private static LogSettings settings(SparkConf conf, boolean isDriver) {
        return isDriver ? LogSettings.ofDriver(conf) : LogSettings.ofReceiver(conf);
    }

    private static WriteAheadLog createLog(
            SparkConf conf, LogSettings settings, String directory, Configuration hadoop) {
        return settings.userClass()
                .map(name -> UserLog.create(name, conf))
                .orElseGet(() -> FileLog.open(directory, hadoop, settings, Clock.system()));
    }
}
