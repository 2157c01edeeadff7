package io.durastream.storage.hdfs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/**
 * A real HDFS in this process, for tests of every module: loopback, free ports, data under {@code target/}. Heartbeats
 * are each second instead of every third, as lease recovery waits for one.
 */
public final class HdfsCluster implements AutoCloseable {

    private final MiniDFSCluster cluster;
    private final Path directory;

    private HdfsCluster(MiniDFSCluster cluster, Path directory) {
        this.cluster = cluster;
        this.directory = directory;
    }

    /** Starts a NameNode and {@code dataNodes} DataNodes; takes some seconds. */
    public static HdfsCluster start(int dataNodes) throws IOException {
        return start(dataNodes, 1);
    }

    /** With heartbeats every so many seconds: what a seal waits for. HDFS's own default is 3. */
    public static HdfsCluster start(int dataNodes, int heartbeatSeconds) throws IOException {
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        Path directory = Files.createTempDirectory(target, "hdfs-");
        Configuration conf = new Configuration();
        conf.setInt("dfs.replication", Math.min(3, dataNodes));
        conf.setInt("dfs.heartbeat.interval", heartbeatSeconds);
        conf.setInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 50);
        conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.toString());
        MiniDFSCluster cluster =
                new MiniDFSCluster.Builder(conf).numDataNodes(dataNodes).build();
        cluster.waitActive();
        return new HdfsCluster(cluster, directory);
    }

    /** {@code hdfs://127.0.0.1:port/path}. */
    public String uri(String path) {
        return cluster.getURI() + path;
    }

    /** A configuration with which a client finds the cluster. */
    public Configuration conf() {
        return new Configuration(cluster.getConfiguration(0));
    }

    /** The cluster itself, for tests that hurt it. */
    public MiniDFSCluster cluster() {
        return cluster;
    }

    @Override
    public void close() {
        cluster.shutdown(true);
        FileUtil.fullyDelete(new File(directory.toString()));
    }
}
