package io.durastream.bench.interval;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A NameNode and three DataNodes; writes their address into a file, and runs until it is killed. */
final class HdfsMain {

    private static final int DATA_NODES = 3;

    private HdfsMain() {}

    /** With the directory for the data, and the file for the address. */
    public static void main(String[] arguments) throws Exception {
        Path address = Path.of(arguments[1]);
        Configuration conf = new Configuration();
        conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, arguments[0]);
        MiniDFSCluster cluster =
                new MiniDFSCluster.Builder(conf).numDataNodes(DATA_NODES).build();
        cluster.waitActive();
        Path aside = Files.writeString(
                address.resolveSibling(address.getFileName() + ".tmp"),
                cluster.getURI().toString());
        Files.move(aside, address, StandardCopyOption.ATOMIC_MOVE);
        Thread.currentThread().join();
    }
}
