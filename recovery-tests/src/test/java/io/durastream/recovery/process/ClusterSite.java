package io.durastream.recovery.process;

import io.durastream.chaos.cluster.StandaloneCluster;
import io.durastream.chaos.ha.ApplicationJar;
import io.durastream.chaos.hdfs.HdfsProcess;
import io.durastream.chaos.zookeeper.ZooKeeperEnsemble;
import io.durastream.storage.Clock;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the hosts of an application share: who elects, HDFS, and a standalone cluster, all of them processes.
 *
 * @param home for what they write
 */
record ClusterSite(Path home, ZooKeeperEnsemble ensemble, HdfsProcess hdfs, StandaloneCluster spark)
        implements AutoCloseable {

    /** An application that was fenced and does not know it keeps its executors: there is room for four. */
    private static final int CORES_PER_WORKER = 8;

    static ClusterSite start(Path home, ZooKeeperEnsemble ensemble) throws IOException, InterruptedException {
        HdfsProcess hdfs =
                HdfsProcess.start(home.resolve("hdfs"), 1, "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        try {
            return new ClusterSite(
                    home,
                    ensemble,
                    hdfs,
                    StandaloneCluster.start(home.resolve("spark"), 2, CORES_PER_WORKER, Clock.system()));
        } catch (IOException | IllegalStateException | InterruptedException e) {
            hdfs.close();
            throw e;
        }
    }

    /** The checkpoint directory as all hosts write it; each has its own way to it, see {@link HostNames}. */
    String checkpoint() {
        String port = hdfs.addresses().get(0).replaceFirst(".*:", ":");
        return "hdfs://" + HostNames.NAME_NODE + port + "/words";
    }

    /** The same directory, for this JVM. */
    String checkpointFromHere() {
        return hdfs.uri("/words");
    }

    Path ledger() {
        return home.resolve("ledger");
    }

    /** The class path of commands, with the configuration of HDFS before all else. */
    String classPath() throws IOException {
        Path directory = Files.createDirectories(home.resolve("hadoop"));
        Files.writeString(directory.resolve("hdfs-site.xml"), """
                <configuration>
                  <property><name>dfs.client.use.datanode.hostname</name><value>true</value></property>
                  <property><name>dfs.client.block.write.locateFollowingBlock.initial.delay.ms</name><value>50</value></property>
                </configuration>
                """);
        return directory + File.pathSeparator + System.getProperty("java.class.path");
    }

    /** What an application sets to run on the cluster. Its executors are hosts of their own, which reach HDFS whatever happens to its driver's. */
    Map<String, String> sparkConfiguration(Path jar, Class<?> application) throws IOException {
        Map<String, String> conf =
                new LinkedHashMap<>(StandaloneCluster.executorOptions(classPathWithout(application)));
        conf.put("spark.master", spark.master());
        conf.put("spark.jars", jar.toString());
        conf.put("spark.driver.host", "127.0.0.1");
        conf.put("spark.ui.enabled", "false");
        conf.put("spark.cores.max", "4");
        conf.put("spark.executor.memory", "512m");
        conf.put("spark.default.parallelism", "2");
        conf.put(
                "spark.executor.extraJavaOptions",
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 " + HostNames.option(home.resolve("hosts"), "127.0.0.1"));
        return conf;
    }

    /** The application comes to executors in its jar, and in no other way. */
    private static String classPathWithout(Class<?> application) {
        String location = ApplicationJar.locationOf(application).toString();
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !Path.of(entry).toString().equals(location))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public void close() {
        spark.close();
        hdfs.close();
    }
}
