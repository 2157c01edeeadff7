package io.durastream.bench.wal;

import io.durastream.storage.hdfs.HdfsCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** HDFS in a process of its own, so that its garbage is not collected at the expense of those who append. Ends on SIGTERM. */
final class HdfsProcess {

    private static final int DATA_NODES = 3;

    private HdfsProcess() {}

    /** Starts it and leaves it running; {@code args[0]} is the file that is to say its address. */
    public static void main(String[] args) throws Exception {
        HdfsCluster cluster = HdfsCluster.start(DATA_NODES);
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        Path address = Path.of(args[0]);
        Path written = Files.writeString(address.resolveSibling("address.tmp"), cluster.uri("/"));
        Files.move(written, address, StandardCopyOption.ATOMIC_MOVE);
    }
}
