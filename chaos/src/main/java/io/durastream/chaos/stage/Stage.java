package io.durastream.chaos.stage;

import io.durastream.chaos.feed.Feed;
import io.durastream.chaos.network.TcpLink;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.workload.ApplicationSettings;
import io.durastream.chaos.workload.ApplicationSettings.Candidacy;
import io.durastream.chaos.workload.ChaosApplication;
import io.durastream.chaos.workload.Input;
import io.durastream.chaos.workload.Sabotage;
import io.durastream.chaos.workload.Workload;
import io.durastream.chaos.zookeeper.ZooKeeperEnsemble;
import io.durastream.chaos.zookeeper.ZooKeeperServer;
import io.durastream.checkpoint.LogState;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * What runs: the drivers of the application, what they need, and the wires between them. Everything is on this machine, below
 * one directory, and ends with this process. One thread, which calls {@link #tick} often.
 */
public final class Stage implements AutoCloseable {

    /** How long ZooKeeper waits for a candidate that is silent. */
    private static final Duration SESSION = Duration.ofSeconds(6);

    private static final int CANDIDATES = 3;
    private static final long POLL_MILLIS = 20;

    private final Path home;
    private final Clock clock;
    private final LogReading log;
    private final Sabotage sabotage;
    private final Optional<TcpLink> source;
    private final Optional<ZooKeeperEnsemble> zookeeper;
    private final List<List<TcpLink>> zookeeperLinks = new ArrayList<>();
    private final List<SupervisedDriver> drivers = new ArrayList<>();

    /**
     * What is to run.
     *
     * @param workloads of the application
     * @param batchMillis of the application
     * @param classPath of the drivers
     */
    public record Plan(Setting setting, List<Workload> workloads, long batchMillis, String classPath) {

        /** The drivers run the code that this process runs. */
        public Plan(Setting setting, List<Workload> workloads, long batchMillis) {
            this(setting, workloads, batchMillis, System.getProperty("java.class.path"));
        }
    }

    private Stage(Path home, Optional<TcpLink> source, Optional<ZooKeeperEnsemble> zookeeper, Clock clock) {
        this.home = home;
        this.clock = clock;
        this.log = new LogReading(checkpointUri());
        this.sabotage = new Sabotage(home.resolve("sabotage").toString());
        this.source = source;
        this.zookeeper = zookeeper;
    }

    /** Sets everything up; the drivers are started by the first {@link #tick}. */
    public static Stage set(Path home, Plan plan, Feed feed, Clock clock) throws IOException, InterruptedException {
        boolean wired = plan.setting.input() == Input.RECEIVER;
        Optional<TcpLink> source = wired ? Optional.of(TcpLink.to(feed.address())) : Optional.empty();
        Optional<ZooKeeperEnsemble> zookeeper = plan.setting.deployment() == Deployment.HA
                ? Optional.of(ZooKeeperEnsemble.start(home.resolve("zookeeper"), 3, clock))
                : Optional.empty();
        Stage stage = new Stage(home, source, zookeeper, clock);
        Files.createDirectories(stage.logs());
        Files.createDirectories(stage.ledger());
        stage.addDrivers(plan, source.map(TcpLink::address).orElse(feed.address()));
        return stage;
    }

    private void addDrivers(Plan plan, String address) throws IOException {
        ApplicationSettings settings = new ApplicationSettings(
                checkpointUri(),
                ledger().toString(),
                sabotage.directory(),
                plan.batchMillis,
                plan.setting.input(),
                address,
                plan.workloads,
                Optional.empty());
        if (zookeeper.isEmpty()) {
            drivers.add(driver("driver", settings, plan.classPath));
            return;
        }
        for (int number = 1; number <= CANDIDATES; number++) {
            List<TcpLink> links = new ArrayList<>();
            for (ZooKeeperServer server : zookeeper.get().servers()) {
                links.add(TcpLink.to(server.address()));
            }
            zookeeperLinks.add(links);
            String servers = links.stream().map(TcpLink::address).collect(Collectors.joining(","));
            drivers.add(driver(
                    "candidate-" + number,
                    settings.asCandidate(new Candidacy(servers, SESSION.toMillis())),
                    plan.classPath));
        }
    }

    private SupervisedDriver driver(String name, ApplicationSettings settings, String classPath) throws IOException {
        Path local = Files.createDirectories(home.resolve("local").resolve(name));
        JavaCommand command = JavaCommand.of(ChaosApplication.class.getName())
                .withClassPath(classPath)
                .withArguments(settings.toArguments().toArray(String[]::new))
                .withJvmOptions(
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Djava.io.tmpdir=" + local,
                        "-Dspark.local.dir=" + local,
                        "-Dspark.master=local[3]",
                        "-Dspark.ui.enabled=false",
                        "-Dspark.default.parallelism=2")
                .withEnvironment("SPARK_LOCAL_IP", "127.0.0.1");
        return new SupervisedDriver(name, command, logs(), local, clock);
    }

    /** The checkpoint directory. */
    public String checkpointUri() {
        return checkpoint().toUri().toString();
    }

    /** The checkpoint directory, on local disk. */
    public Path checkpoint() {
        return home.resolve("checkpoint");
    }

    /** Where the application puts down what it did. */
    public Path ledger() {
        return home.resolve("ledger");
    }

    /** The logs of all processes. */
    public Path logs() {
        return home.resolve("logs");
    }

    /** How the code of the application is told to fail. */
    public Sabotage sabotage() {
        return sabotage;
    }

    /** The wire to the source, where there is one. */
    public Optional<TcpLink> source() {
        return source;
    }

    /** Who elects, where somebody does. */
    public Optional<ZooKeeperEnsemble> zookeeper() {
        return zookeeper;
    }

    /** The wires of a driver to the servers of ZooKeeper. */
    public List<TcpLink> zookeeperLinks(SupervisedDriver driver) {
        return zookeeperLinks.get(drivers.indexOf(driver));
    }

    /** All drivers, dead ones too. */
    public List<SupervisedDriver> drivers() {
        return List.copyOf(drivers);
    }

    /** The batch log, when it can be read. */
    public Optional<LogState> log() {
        return log.read();
    }

    /** The driver that has begun the last epoch, or the first one while none has or the last one is dead. */
    public SupervisedDriver leader() {
        return log().flatMap(LogState::writer)
                .flatMap(writer -> drivers.stream()
                        .filter(driver -> driver.process()
                                .filter(process -> writer.value().startsWith(process.pid() + "-"))
                                .isPresent())
                        .findFirst())
                .orElse(drivers.get(0));
    }

    /** Starts drivers that are dead and not held. */
    public void tick() throws IOException {
        for (SupervisedDriver driver : drivers) {
            driver.tick();
        }
    }

    /** Goes on until a condition holds. Gives whether it does, at the latest after {@code limit}. */
    public boolean await(Duration limit, BooleanSupplier condition) throws IOException, InterruptedException {
        long deadline = clock.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (clock.nanoTime() - deadline > 0) {
                return false;
            }
            tick();
            clock.sleep(POLL_MILLIS);
        }
        return true;
    }

    /** Ends everything. */
    @Override
    public void close() throws IOException {
        drivers.forEach(SupervisedDriver::close);
        zookeeper.ifPresent(ZooKeeperEnsemble::close);
        for (List<TcpLink> links : zookeeperLinks) {
            for (TcpLink link : links) {
                link.close();
            }
        }
        if (source.isPresent()) {
            source.get().close();
        }
    }
}
