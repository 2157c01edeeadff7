package io.durastream.chaos.zookeeper;

import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A server of a {@link ZooKeeperEnsemble}, through all the lives of its process. Not safe for use by several threads. */
public final class ZooKeeperServer {

    private final int number;
    private final ServerPorts ports;
    private final Path directory;
    private final Clock clock;
    private JavaProcess process;
    private boolean paused;

    private ZooKeeperServer(int number, ServerPorts ports, Path directory, Clock clock) throws IOException {
        this.number = number;
        this.ports = ports;
        this.directory = directory;
        this.clock = clock;
        this.process = startProcess();
    }

    /**
     * Starts a server; it serves when a majority is up.
     *
     * @param directory its own
     * @param configuration of the whole ensemble
     */
    static ZooKeeperServer start(int number, ServerPorts ports, Path directory, String configuration, Clock clock)
            throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("myid"), Integer.toString(number));
        Files.writeString(
                directory.resolve("zoo.cfg"),
                String.join(
                                "\n",
                                configuration,
                                "dataDir=" + data,
                                "clientPortAddress=" + ports.host(),
                                "clientPort=" + ports.client())
                        + "\n");
        return new ZooKeeperServer(number, ports, directory, clock);
    }

    private JavaProcess startProcess() throws IOException {
        JavaCommand command = JavaCommand.of("org.apache.zookeeper.server.quorum.QuorumPeerMain")
                .withArguments(directory.resolve("zoo.cfg").toString())
                .withJvmOptions("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .withJvmOptions("-Dzookeeper.admin.enableServer=false", "-Dzookeeper.jmx.log4j.disable=true")
                // Nothing here outlives a power cut, and a log of 64 MiB from the start is for larger ensembles.
                .withJvmOptions("-Dzookeeper.forceSync=no", "-Dzookeeper.preAllocSize=1024")
                .withJvmOptions("-Dlog4j2.configurationFile=classpath:org/apache/spark/log4j2-defaults.properties");
        return JavaProcess.start(command, directory.resolve("server.log"), clock);
    }

    /** From 1 on. */
    public int number() {
        return number;
    }

    /** Where clients reach it: {@code host:port}. */
    public String address() {
        return ports.host() + ":" + ports.client();
    }

    /** What it does now; takes up to a second or two when it is paused. */
    public ServerRole role() {
        return isAlive() ? ServerStatus.ask(ports.forClients()) : ServerRole.NONE;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL. Returns when it is dead. */
    public void kill() throws InterruptedException {
        process.kill();
        paused = false;
    }

    /** SIGSTOP: its connections stay, and nothing is said on them. */
    public void pause() throws IOException, InterruptedException {
        process.pause();
        paused = true;
    }

    /** SIGCONT after {@link #pause}. */
    public void resume() throws IOException, InterruptedException {
        process.resume();
        paused = false;
    }

    /** Brings a dead or paused server back, with the data that it has; nothing when it runs. Returns at once. */
    public void revive() throws IOException, InterruptedException {
        if (!isAlive()) {
            process = startProcess();
        } else if (paused) {
            resume();
        }
    }

    /** Waits until it leads or follows. */
    void awaitServing(Duration limit) throws InterruptedException {
        process.await("leading or following", limit, () -> role() != ServerRole.NONE);
    }

    void close() {
        process.close();
    }

    @Override
    public String toString() {
        return "server " + number + " at " + address();
    }
}
