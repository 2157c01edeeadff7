package io.durastream.recovery.cluster;

import io.durastream.chaos.cluster.StandaloneCluster;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchTime;
import io.durastream.examples.WordCount;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The example {@link WordCount}, its driver a JVM of its own, submitted to a standalone cluster as a user would do it: executors
 * have the runtime on their class path, and get the application from its jar.
 *
 * @param directory for its output, its log, and what executors keep locally
 * @param checkpoint the checkpoint directory, opened by us beside the application, to read only
 */
record WordCountOnCluster(JavaProcess driver, Path directory, Storage checkpoint) implements AutoCloseable {

    /** Long enough for a machine that is busy with a whole cluster and an HDFS, so that batches do not queue. */
    static final long BATCH_MILLIS = 2_000;

    private static final Duration LIMIT = Duration.ofMinutes(2);

    static WordCountOnCluster start(
            StandaloneCluster cluster, LineFeeder feeder, String checkpointUri, Storage checkpoint, Path directory)
            throws IOException {
        Path output = Files.createDirectories(directory.resolve("output"));
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        Path jar = applicationJar();
        JavaCommand command = JavaCommand.of(WordCount.class.getName())
                .withArguments(checkpointUri, "127.0.0.1", Integer.toString(feeder.port()), output.toString())
                .withArguments(Long.toString(BATCH_MILLIS))
                .withJvmOptions("-Xmx512m", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + temporary)
                .withEnvironment("SPARK_LOCAL_IP", "127.0.0.1");
        for (Map.Entry<String, String> option : conf(cluster, jar).entrySet()) {
            command = command.withJvmOptions("-D" + option.getKey() + "=" + option.getValue());
        }
        JavaProcess driver = JavaProcess.start(command, directory.resolve("driver.log"), Clock.system());
        return new WordCountOnCluster(driver, directory, checkpoint);
    }

    private static Map<String, String> conf(StandaloneCluster cluster, Path jar) {
        Map<String, String> conf = new HashMap<>(StandaloneCluster.executorOptions(classPathWithout(jar)));
        conf.put("spark.master", cluster.master());
        conf.put("spark.jars", jar.toString());
        conf.put("spark.driver.host", "127.0.0.1");
        conf.put("spark.ui.enabled", "false");
        conf.put("spark.executor.memory", "512m");
        // State goes where the first batch runs: more partitions than cores, and all executors there by then, so that
        // each gets some.
        conf.put("spark.default.parallelism", "8");
        conf.put("spark.scheduler.minRegisteredResourcesRatio", "1.0");
        conf.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s");
        return conf;
    }

    private static Path applicationJar() {
        try {
            Path jar = Path.of(WordCount.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (!Files.isRegularFile(jar)) {
                throw new IllegalStateException("The examples are in " + jar
                        + ", expected a jar; run this with 'mvn verify', which packages them");
            }
            return jar;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The examples have a location that is no URI", e);
        }
    }

    private static String classPathWithout(Path jar) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.equals(jar.toString()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    CountsOutput output() {
        return new CountsOutput(directory.resolve("output"));
    }

    /** Below this, executors keep their copies of the state. */
    Path localState() {
        return directory.resolve("tmp");
    }

    /** Waits while the application lives. */
    void await(String what, BooleanSupplier condition) throws InterruptedException {
        driver.await(what, LIMIT, condition);
    }

    /** Waits until batches come in time, some of them since the call. */
    void awaitSteadyRun() throws InterruptedException {
        long seen = output().latestBatch();
        await("three more batches, and the last one in time", () -> {
            long latest = output().latestBatch();
            return latest >= seen + 3 * BATCH_MILLIS && latest > Clock.system().wallMillis() - 2 * BATCH_MILLIS;
        });
    }

    /** Waits until a batch of a later time than this is committed. */
    void awaitCommittedAfter(long wallMillis) throws InterruptedException {
        // Its output is there before it is committed, and costs less to look for than the whole batch log to read.
        await("the output of a batch after " + wallMillis, () -> output().latestBatch() > wallMillis);
        await("a batch after " + wallMillis + " committed", () -> lastCommitted() > wallMillis);
    }

    private long lastCommitted() {
        try {
            return BatchLog.read(checkpoint)
                    .state()
                    .lastCommitted()
                    .map(BatchTime::millis)
                    .orElse(0L);
        } catch (IOException e) {
            throw new UncheckedIOException("The batch log in " + checkpoint.location() + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
