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

    /** Of all executors together, in cluster mode. */
    static final int EXECUTOR_CORES = 3;

    /** The process is the driver. */
    JavaCommand inClientMode() throws IOException {
        return submit().withJvmOptions(stateOptions())
                .withArguments(StockSpark.applicationJar().toString())
                .withArguments(applicationArguments());
    }

    /** The process ends when the master knows the application; a worker runs the driver, and starts it again when it fails. */
    JavaCommand supervised() throws IOException {
        return submit().withArguments("--deploy-mode", "cluster", "--supervise", "--driver-memory", "512m")
                .withArguments("--conf", "spark.cores.max=" + EXECUTOR_CORES)
                .withArguments("--conf", "spark.driver.extraJavaOptions=" + String.join(" ", stateOptions()))
                .withArguments(StockSpark.applicationJar().toString())
                .withArguments(applicationArguments());
    }

    private JavaCommand submit() throws IOException {
        return home.command("org.apache.spark.deploy.SparkSubmit")
                .withJvmOptions("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .withArguments("--master", master, "--class", WordCount.class.getName())
                .withArguments("--jars", commaSeparated(StockSpark.durastreamJars()))
                .withArguments("--conf", "spark.executor.memory=512m")
                .withArguments("--conf", "spark.default.parallelism=4")
                .withArguments("--conf", "spark.ui.enabled=false")
                .withArguments("--conf", "spark.hadoop.dfs.replication=1");
    }

    /** On the same checkpoint directory, in a JVM with the class path of this one and no cluster. */
    JavaCommand withoutCluster() {
        return withoutDistribution().withJvmOptions("-Dspark.master=local[2]").withArguments(applicationArguments());
    }

    /** A driver with the class path of this JVM, as of {@code durastream ha}; executors on the distribution. */
    JavaCommand withDriverOfItsOwn() throws IOException {
        String jars = StockSpark.applicationJar() + "," + commaSeparated(StockSpark.durastreamJars());
        return withoutDistribution()
                .withJvmOptions("-Dspark.master=" + master, "-Dspark.executor.memory=512m", "-Dspark.jars=" + jars)
                .withArguments(applicationArguments());
    }

    private JavaCommand withoutDistribution() {
        return JavaCommand.of(WordCount.class.getName())
                .withJvmOptions("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .withJvmOptions(stateOptions())
                .withJvmOptions(
                        "-Dspark.default.parallelism=4",
                        "-Dspark.ui.enabled=false",
                        "-Dspark.driver.host=127.0.0.1",
                        "-Dspark.hadoop.dfs.replication=1");
    }

    /** Where the counts go. */
    Path output() {
        return directory.resolve("output");
    }

    /** Where executors keep their copies of the state. */
    Path localState() {
        return directory.resolve("state");
    }

    /** Snapshots of the state are taken soon, so that they are used. */
    private String[] stateOptions() {
        return new String[] {
            "-Ddurastream.state.localDirectory=" + localState(), "-Ddurastream.state.commitsPerSnapshot=2"
        };
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
