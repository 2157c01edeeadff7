package io.durastream.chaos.zookeeper;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ZooKeeper ensemble as real processes on loopback addresses and free ports. It needs no distribution of ZooKeeper, only
 * the class path of this JVM. Nothing outlives {@link #close}, nor this JVM if it is killed.
 *
 * <p>Not safe for use by several threads.
 */
public final class ZooKeeperEnsemble implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 20;

    /** Short, so that leaders are found and sessions end in the time of a test: a session may last two ticks and more. */
    private static final int TICK_MILLIS = 500;

    private static final int LONGEST_SESSION_MILLIS = 60_000;

    /** Ticks that a server may take to join, and to answer: generous, as the machine of a test may be busy. */
    private static final int PATIENCE_TICKS = 20;

    private final List<ZooKeeperServer> servers;
    private final Clock clock;

    private ZooKeeperEnsemble(List<ZooKeeperServer> servers, Clock clock) {
        this.servers = servers;
        this.clock = clock;
    }

    /**
     * Starts servers, and returns when all of them serve: some seconds.
     *
     * @param directory for their data and logs
     * @param count how many; three survive the loss of one
     * @throws IllegalStateException when a server ends or does not serve in time; nothing runs then
     */
    public static ZooKeeperEnsemble start(Path directory, int count, Clock clock)
            throws IOException, InterruptedException {
        List<ServerPorts> ports = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            ports.add(ServerPorts.free(number));
        }
        String configuration = configuration(ports);
        var ensemble = new ZooKeeperEnsemble(new ArrayList<>(), clock);
        try {
            for (int number = 1; number <= count; number++) {
                Path home = Files.createDirectories(directory.resolve("zookeeper-" + number));
                ensemble.servers.add(ZooKeeperServer.start(number, ports.get(number - 1), home, configuration, clock));
            }
            ensemble.heal();
            return ensemble;
        } catch (IOException | IllegalStateException | InterruptedException e) {
            ensemble.close();
            throw e;
        }
    }

    private static String configuration(List<ServerPorts> ports) {
        List<String> lines = new ArrayList<>(List.of(
                "tickTime=" + TICK_MILLIS,
                "maxSessionTimeout=" + LONGEST_SESSION_MILLIS,
                "initLimit=" + PATIENCE_TICKS,
                "syncLimit=" + PATIENCE_TICKS,
                "standaloneEnabled=false",
                "4lw.commands.whitelist=srvr"));
        for (int number = 1; number <= ports.size(); number++) {
            lines.add(ports.get(number - 1).configuration(number));
        }
        return String.join("\n", lines);
    }

    /** How clients reach it: the addresses of all servers. */
    public String connectString() {
        return String.join(",", addresses());
    }

    /** Where each server is reached: {@code host:port}. */
    public List<String> addresses() {
        return servers.stream().map(ZooKeeperServer::address).toList();
    }

    /** All servers, dead ones too. */
    public List<ZooKeeperServer> servers() {
        return List.copyOf(servers);
    }

    /** The leader at this moment, if there is one. */
    public Optional<ZooKeeperServer> findLeader() {
        return servers.stream()
                .filter(server -> server.role() == ServerRole.LEADER)
                .findFirst();
    }

    /**
     * Waits for a leader.
     *
     * @throws IllegalStateException when there is none in time
     */
    public ZooKeeperServer awaitLeader() throws InterruptedException {
        long deadline = clock.nanoTime() + LIMIT.toNanos();
        Optional<ZooKeeperServer> leader = findLeader();
        while (leader.isEmpty()) {
            if (clock.nanoTime() - deadline > 0) {
                throw new IllegalStateException("None of " + servers + " leads within " + LIMIT);
            }
            clock.sleep(POLL_MILLIS);
            leader = findLeader();
        }
        return leader.get();
    }

    /** Kills all servers: total loss. Their data stays for {@link #heal}. */
    public void kill() throws InterruptedException {
        for (ZooKeeperServer server : servers) {
            server.kill();
        }
    }

    /** Starts the dead servers, resumes the paused ones, and returns when all serve. */
    public void heal() throws IOException, InterruptedException {
        for (ZooKeeperServer server : servers) {
            server.revive();
        }
        for (ZooKeeperServer server : servers) {
            server.awaitServing(LIMIT);
        }
    }

    @Override
    public void close() {
        servers.forEach(ZooKeeperServer::close);
    }
}
