package io.durastream.recovery.process;

import io.durastream.chaos.ha.HaCommands;
import io.durastream.chaos.ha.HaHost;
import io.durastream.chaos.network.TcpLinks;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A host of the application on a {@link ClusterSite}: supervisor and driver, with a disk, an address and wires of its own.
 *
 * @param processes that run on it
 * @param zookeeper its wires to ZooKeeper
 * @param hdfs its wires to the NameNode and the DataNodes
 */
record ClusterHost(HaHost processes, TcpLinks zookeeper, TcpLinks hdfs) implements AutoCloseable {

    /**
     * Starts it.
     *
     * @param number from 1 on
     * @param jar the application
     * @param conf of Spark
     * @param arguments of the application, behind the checkpoint directory
     */
    static ClusterHost start(int number, ClusterSite site, Path jar, Map<String, String> conf, String... arguments)
            throws IOException {
        Path disk = Files.createDirectories(site.home().resolve("host-" + number));
        String address = "127.0.1." + number;
        TcpLinks zookeeper = TcpLinks.to(site.ensemble().addresses());
        TcpLinks hdfs = TcpLinks.from(address, site.hdfs().addresses());
        JavaCommand command = HaCommands.supervisor(zookeeper.addresses(), site.checkpoint(), disk)
                .withClassPath(site.classPath())
                // Both kinds take over in turn.
                .withArguments("--standby", number == 1 ? "cold" : "warm")
                .withArguments("--java-option=-Xmx512m", "--java-option=-XX:+UseSerialGC")
                .withArguments("--java-option=-XX:TieredStopAtLevel=1")
                .withArguments("--java-option=" + HostNames.option(disk.resolve("hosts"), address));
        for (Map.Entry<String, String> option : conf.entrySet()) {
            command = command.withArguments("--conf", option.getKey() + "=" + option.getValue());
        }
        command = command.withArguments(jar.toString(), site.checkpoint()).withArguments(arguments);
        Path log = site.home().resolve("supervisor-" + number + ".log");
        return new ClusterHost(HaHost.start(command, log, Clock.system()), zookeeper, hdfs);
    }

    /** How often its supervisor saw a driver end because it was fenced, or another was elected. */
    long fencedDrivers() throws IOException {
        return Files.readString(processes.supervisor().log())
                .lines()
                .filter(line -> line.contains("it did not lead any more"))
                .count();
    }

    @Override
    public void close() throws IOException {
        processes.close();
        zookeeper.close();
        hdfs.close();
    }
}
