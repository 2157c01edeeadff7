package io.durastream.recovery.process;

import io.durastream.chaos.hdfs.HdfsProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The names of hosts as one process resolves them: so each host reaches HDFS, whose address is the same for all, over wires
 * of its own.
 */
final class HostNames {

    static final String NAME_NODE = "namenode";

    private HostNames() {}

    /**
     * Writes a file of names.
     *
     * @param hdfs the address at which HDFS is to be found
     * @return the option of the JVM
     */
    static String option(Path file, String hdfs) throws IOException {
        Files.write(
                file,
                List.of(
                        "127.0.0.1 localhost " + InetAddress.getLocalHost().getHostName(),
                        hdfs + " " + NAME_NODE + " " + HdfsProcess.DATA_NODE_NAME));
        return "-Djdk.net.hosts.file=" + file;
    }
}
