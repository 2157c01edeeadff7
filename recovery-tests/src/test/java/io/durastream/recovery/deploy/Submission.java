package io.durastream.recovery.deploy;

import static java.util.stream.Collectors.joining;

import io.durastream.chaos.cluster.SparkHome;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.examples.WordCount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code spark-submit} of the example {@link WordCount}. The script {@code bin/spark-submit} of a distribution runs the same main
 * class on the same class path.
 *
 * @param home the distribution
 * @param master its {@code spark.master}
 * @param directory for what the application writes
 */
record Submission(SparkHome home, String master, Path directory) {

    static final long BATCH_MILLIS = 1_000;

    /**
     * @param options of {@code spark-submit}, before the jar
     * @param checkpoint the URI of the checkpoint directory
     * @param port of the source
     */
    JavaCommand command(List<String> options, String checkpoint, int port) throws Exception {
        return home.command("org.apache.spark.deploy.SparkSubmit")
                .withJvmOptions("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .withJvmOptions(
                        "-Ddurastream.state.localDirectory=" + localState(),
                        "-Ddurastream.state.commitsPerSnapshot=2")
                .withArguments("--master", master, "--class", WordCount.class.getName())
                .withArguments("--jars", durastreamJars())
                .withArguments(conf("spark.executor.memory=512m"))
                .withArguments(conf("spark.default.parallelism=4"))
                .withArguments(conf("spark.ui.enabled=false"))
                .withArguments(conf("spark.hadoop.dfs.replication=1"))
                .withArguments(options.toArray(String[]::new))
                .withArguments(StockSpark.applicationJar().toString())
                .withArguments(checkpoint, "127.0.0.1", Integer.toString(port), output())
                .withArguments(Long.toString(BATCH_MILLIS));
    }

    /** Where the counts go. */
    String output() {
        return directory.resolve("output").toString();
    }

    /** Where executors keep their copies of the state. */
    Path localState() {
        return directory.resolve("state");
    }

    private static String durastreamJars() throws Exception {
        return StockSpark.durastreamJars().stream().map(Path::toString).collect(joining(","));
    }

    private static String[] conf(String setting) {
        return new String[] {"--conf", setting};
    }
}
