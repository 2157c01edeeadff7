package io.durastream.chaos.hdfs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.server.datanode.DataNode;

/** A NameNode and three DataNodes; writes their addresses into a file, and runs until it is killed. */
final class HdfsMain {

    private static final int DATA_NODES = 3;

    private HdfsMain() {}

    /** With the directory for the data, the file for the addresses, and the seconds between heartbeats. */
    public static void main(String[] arguments) throws Exception {
        Configuration conf = new Configuration();
        conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, arguments[0]);
        conf.set("dfs.datanode.hostname", HdfsProcess.DATA_NODE_NAME);
        conf.setInt("dfs.heartbeat.interval", Integer.parseInt(arguments[2]));
        MiniDFSCluster cluster = new MiniDFSCluster.Builder(conf)
                .numDataNodes(DATA_NODES)
                .checkDataNodeHostConfig(true)
                .build();
        cluster.waitActive();
        List<String> addresses = new ArrayList<>();
        addresses.add(cluster.getURI().getAuthority());
        for (DataNode dataNode : cluster.getDataNodes()) {
            addresses.add("127.0.0.1:" + dataNode.getXferPort());
            addresses.add("127.0.0.1:" + dataNode.getIpcPort());
        }
        Path file = Path.of(arguments[1]);
        Path aside = Files.write(file.resolveSibling(file.getFileName() + ".tmp"), addresses);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        Thread.currentThread().join();
    }
}
