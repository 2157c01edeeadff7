package io.durastream.runtime.application;

import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.cluster.CheckpointAccess;
import io.durastream.runtime.driver.CycleOptions;
import io.durastream.runtime.recovery.OperatorMatching;
import io.durastream.runtime.standby.StandbySettings;
import io.durastream.runtime.state.StateAccess;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.SparkConf;

/**
 * The configuration keys that the runtime reads, each in one place.
 *
 * @param cycle {@code durastream.batch.maxRetries} (0), {@code durastream.commit.linger} (1s)
 * @param stopSparkContextByDefault {@code spark.streaming.stopSparkContextByDefault} (true)
 * @param stopGracefullyOnShutdown {@code spark.streaming.stopGracefullyOnShutdown} (false)
 * @param gracefulStopTimeoutMillis {@code spark.streaming.gracefulStopTimeout} (ten batch intervals)
 * @param unpersist {@code spark.streaming.unpersist} (true)
 * @param concurrentJobs {@code spark.streaming.concurrentJobs} (1): outputs of one batch that run at a time
 * @param extraListeners {@code spark.streaming.extraListeners} (none): class names
 * @param whenFenced {@code durastream.fenced.action} (exit)
 * @param stateDirectory {@code durastream.state.localDirectory} (below the JVM's temporary directory)
 * @param stateMemoryBytes {@code durastream.state.memory} (0: three tenths of the largest heap), memory for keyed
 *     state, an executor
 * @param commitsPerSnapshot {@code durastream.state.commitsPerSnapshot} (50)
 * @param standby {@code durastream.standby.…}
 * @param droppedOperators {@code durastream.recovery.drop} (none): operators of the checkpoint that are given up
 */
public record Settings(
        CycleOptions cycle,
        boolean stopSparkContextByDefault,
        boolean stopGracefullyOnShutdown,
        long gracefulStopTimeoutMillis,
        boolean unpersist,
        int concurrentJobs,
        List<String> extraListeners,
        WhenFenced whenFenced,
        Path stateDirectory,
        long stateMemoryBytes,
        int commitsPerSnapshot,
        StandbySettings standby,
        Set<OperatorId> droppedOperators) {

    /** What a driver does when it finds itself fenced, after everything that acts outward has stopped. */
    public enum WhenFenced {
        /** Ends the process with {@link ExitCodes#FENCED}. */
        EXIT,
        /** Stops the context; {@code awaitTermination} throws. For several drivers in one JVM, as in tests. */
        STOP
    }

    /** How long the end of the JVM is held up for the context: receivers and listeners have ten seconds each. */
    public long shutdownTimeoutMillis() {
        return (stopGracefullyOnShutdown ? gracefulStopTimeoutMillis : 0) + 30_000;
    }

    /** How tasks get at the state in a checkpoint directory. */
    StateAccess stateAccess(CheckpointAccess checkpoint) {
        return new StateAccess(checkpoint, stateDirectory.toString(), stateMemoryBytes, commitsPerSnapshot);
    }

    /**
     * Reads the configuration. A system property {@code durastream.…} wins over the application's own setting.
     *
     * @throws IllegalArgumentException naming the key whose value is of no use
     */
    public static Settings of(SparkConf application, long batchMillis) {
        SparkConf conf = withSystemProperties(application);
        CycleOptions defaults = CycleOptions.DEFAULTS;
        return new Settings(
                new CycleOptions(
                        conf.getInt("durastream.batch.maxRetries", defaults.maxBatchRetries()),
                        conf.getTimeAsMs("durastream.commit.linger", defaults.commitLingerMillis() + "ms"),
                        defaults.compactEveryEntries(),
                        defaults.cleanEveryMillis(),
                        defaults.firstBackOffMillis(),
                        defaults.longestBackOffMillis()),
                conf.getBoolean("spark.streaming.stopSparkContextByDefault", true),
                conf.getBoolean("spark.streaming.stopGracefullyOnShutdown", false),
                conf.getTimeAsMs("spark.streaming.gracefulStopTimeout", 10 * batchMillis + "ms"),
                conf.getBoolean("spark.streaming.unpersist", true),
                positive(conf, "spark.streaming.concurrentJobs", 1),
                namesIn(conf.get("spark.streaming.extraListeners", "")),
                whenFenced(conf.get("durastream.fenced.action", "exit")),
                Path.of(conf.get(
                        "durastream.state.localDirectory",
                        Path.of(System.getProperty("java.io.tmpdir"), "durastream-" + System.getProperty("user.name"))
                                .toString())),
                conf.getSizeAsBytes("durastream.state.memory", "0"),
                conf.getInt("durastream.state.commitsPerSnapshot", 50),
                StandbySettings.of(conf),
                OperatorMatching.parseDrop(conf.get(OperatorMatching.DROP_KEY, "")));
    }

    /** Spark takes only its own keys from the command line; whoever restarts an application at night needs ours there too. */
    private static SparkConf withSystemProperties(SparkConf application) {
        SparkConf conf = application.clone();
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith("durastream."))
                .forEach(key -> conf.set(key, System.getProperty(key)));
        return conf;
    }

    private static int positive(SparkConf conf, String key, int whenUnset) {
        int value = conf.getInt(key, whenUnset);
        if (value < 1) {
            throw new IllegalArgumentException(key + " is at least 1, got " + value);
        }
        return value;
    }

    private static List<String> namesIn(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static WhenFenced whenFenced(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "exit" -> WhenFenced.EXIT;
            case "stop" -> WhenFenced.STOP;
            default ->
                throw new IllegalArgumentException("durastream.fenced.action is 'exit' or 'stop', got '" + value + "'");
        };
    }
}
