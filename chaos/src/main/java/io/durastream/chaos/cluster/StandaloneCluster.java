package io.durastream.chaos.cluster;

import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Spark standalone cluster as real processes on free ports: a master, workers, and the executors that these start. Each
 * worker has a loopback address of its own, so that it is a host of its own to Spark. It needs no distribution of Spark:
 * see {@link SparkHome}.
 *
 * <p>An application runs on it with {@link #master} and {@link #executorOptions}. Nothing outlives {@link #close}, nor this JVM if it is
 * killed: master and workers end with it, and executors and drivers end with their worker.
 *
 * <p>Not safe for use by several threads.
 */
public final class StandaloneCluster implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Pattern MASTER_URL = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");

    private final SparkHome home;
    private final Path directory;
    private final Clock clock;
    private final JavaProcess master;
    private final List<ClusterWorker> workers = new ArrayList<>();

    private StandaloneCluster(SparkHome home, Path directory, Clock clock, JavaProcess master) {
        this.home = home;
        this.directory = directory;
        this.clock = clock;
        this.master = master;
    }

    /** {@link #start(SparkHome, Path, int, int, Clock)} with the Spark of this JVM. */
    public static StandaloneCluster start(Path directory, int workers, int cores, Clock clock)
            throws IOException, InterruptedException {
        return start(SparkHome.ofThisJvm(directory.resolve("home")), directory, workers, cores, clock);
    }

    /**
     * Starts a master and workers, and returns when all are registered: some seconds.
     *
     * @param directory for the logs, and for what the workers and executors write
     * @param workers how many
     * @param cores of each worker
     * @throws IllegalStateException when a process ends or is not up in time; nothing runs then
     */
    public static StandaloneCluster start(SparkHome home, Path directory, int workers, int cores, Clock clock)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        JavaProcess master = JavaProcess.start(
                command(home, "org.apache.spark.deploy.master.Master")
                        .withArguments("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"),
                directory.resolve("master.log"),
                clock);
        var cluster = new StandaloneCluster(home, directory, clock, master);
        try {
            awaitLine(MASTER_URL, master);
            cluster.addWorkers(workers, cores);
            return cluster;
        } catch (IOException | IllegalStateException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    /** What an application sets as {@code spark.master}. */
    public String master() {
        return find(MASTER_URL, master.log()).orElseThrow();
    }

    /**
     * The Spark configuration that gives executors the given class path; the application's own jar goes into {@code spark.jars}, as
     * on any cluster.
     */
    public static Map<String, String> executorOptions(String classPath) {
        return Map.of("spark.executor.extraClassPath", classPath, "spark.executorEnv.SPARK_SCALA_VERSION", "2.13");
    }

    /** The workers that were started and not killed. */
    public List<ClusterWorker> workers() {
        return workers.stream().filter(ClusterWorker::isAlive).toList();
    }

    /** The executors of all workers, at this moment. */
    public List<ExecutorProcess> executors() {
        return workers().stream().flatMap(worker -> worker.executors().stream()).toList();
    }

    /** The drivers of all workers, at this moment. */
    public List<DriverProcess> drivers() {
        return workers().stream().flatMap(worker -> worker.drivers().stream()).toList();
    }

    private void addWorkers(int count, int cores) throws IOException, InterruptedException {
        for (int number = 1; number <= count; number++) {
            // Each a host of its own for Spark, which runs no second copy of a task on the host of the first.
            workers.add(new ClusterWorker(startWorker("worker-" + number, "127.0.0." + (number + 1), cores)));
        }
        for (ClusterWorker worker : workers) {
            awaitLine(REGISTERED, worker.process());
        }
    }

    private JavaProcess startWorker(String name, String host, int cores) throws IOException {
        JavaCommand command = command(home, "org.apache.spark.deploy.worker.Worker")
                .withEnvironment("SPARK_LOCAL_IP", host)
                .withArguments("--host", host, "--webui-port", "0")
                .withArguments("--cores", Integer.toString(cores), "--memory", "2g")
                .withArguments("--work-dir", directory.resolve(name).toString(), master());
        return JavaProcess.start(command, directory.resolve(name + ".log"), clock);
    }

    private static JavaCommand command(SparkHome home, String mainClass) {
        return home.command(mainClass)
                .withJvmOptions("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                // Whatever the class path says about logging: the lines that we wait for are at INFO.
                .withJvmOptions("-Dlog4j2.configurationFile=classpath:org/apache/spark/log4j2-defaults.properties");
    }

    private static void awaitLine(Pattern pattern, JavaProcess process) throws InterruptedException {
        process.await(
                "'" + pattern + "'",
                START_LIMIT,
                () -> find(pattern, process.log()).isPresent());
    }

    /** The last group, or all, of the first match in a log. */
    private static Optional<String> find(Pattern pattern, Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(pattern::matcher)
                    .filter(Matcher::find)
                    .map(match -> match.group(match.groupCount()))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("The log " + log + " of a process of the cluster cannot be read", e);
        }
    }

    /** Kills everything that still runs. */
    @Override
    public void close() {
        workers().forEach(ClusterWorker::kill);
        master.close();
    }
}
