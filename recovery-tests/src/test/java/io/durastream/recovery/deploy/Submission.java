package io.durastream.recovery.deploy;

import static java.util.stream.Collectors.joining;

import io.durastream.chaos.cluster.SparkHome;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.examples.WordCount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code spark-submit} of the example {@link WordCount}. The script of that name runs the same main class on the same class path.
 *
 * @param home the distribution
 * @param master its {@code spark.master}
 * @param directory for what the application writes
 * @param checkpoint the URI of the checkpoint directory
 * @param port of the source
 */
record Submission(SparkHome home, String master, Path directory, String checkpoint, int port) {

    static final long BATCH_MILLIS = 1_000;

    /** In client mode: the process is the driver. */
    JavaCommand command() throws IOException {
        return small(home.command("org.apache.spark.deploy.SparkSubmit"))
                .withArguments("--master", master, "--class", WordCount.class.getName())
                .withArguments("--jars", commaSeparated(StockSpark.durastreamJars()))
                .withArguments("--conf", "spark.executor.memory=512m")
                .withArguments("--conf", "spark.default.parallelism=4")
                .withArguments("--conf", "spark.ui.enabled=false")
                .withArguments("--conf", "spark.hadoop.dfs.replication=1")
                .withArguments(StockSpark.applicationJar().toString())
                .withArguments(applicationArguments());
    }

    /** The same application in a JVM with the class path of this one, on the same checkpoint directory. */
    JavaCommand withoutDistribution() {
        return small(JavaCommand.of(WordCount.class.getName()))
                .withJvmOptions(
                        "-Dspark.master=local[2]",
                        "-Dspark.default.parallelism=4",
                        "-Dspark.ui.enabled=false",
                        "-Dspark.hadoop.dfs.replication=1")
                .withArguments(applicationArguments());
    }

    /** Where the counts go. */
    Path output() {
        return directory.resolve("output");
    }

    /** Where executors keep their copies of the state. */
    Path localState() {
        return directory.resolve("state");
    }

    private JavaCommand small(JavaCommand command) {
        return command.withJvmOptions("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .withJvmOptions(
                        "-Ddurastream.state.localDirectory=" + localState(),
                        "-Ddurastream.state.commitsPerSnapshot=2");
    }

    private String[] applicationArguments() {
        return new String[] {
            checkpoint, "127.0.0.1", Integer.toString(port), output().toString(), Long.toString(BATCH_MILLIS)
        };
    }

    private static String commaSeparated(List<Path> jars) {
        return jars.stream().map(Path::toString).collect(joining(","));
    }
}
