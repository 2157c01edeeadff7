package io.durastream.chaos.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class StandaloneClusterIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void runsJobsOnExecutorsThatCanBeKilledAndLeavesNothingBehind() throws Exception {
        List<ExecutorProcess> seen = new ArrayList<>();
        try (var cluster = StandaloneCluster.start(directory, 2, 1, Clock.system())) {
            try (var spark = new JavaSparkContext(conf(cluster))) {
                await().atMost(LIMIT).until(() -> cluster.executors().size() == 2);
                assertEquals(4950, sum(spark));
                List<ExecutorProcess> first = cluster.executors();
                seen.addAll(first);

                first.get(0).kill();
                await().atMost(LIMIT).until(() -> ids(cluster).contains("2"));
                seen.addAll(cluster.executors());
                assertEquals(4950, sum(spark));

                cluster.workers().get(0).kill();
                assertEquals(1, cluster.workers().size());
                assertEquals(4950, sum(spark));
                seen.addAll(cluster.executors());
            }
        }
        // Dead for certain, but whoever inherits a dead process may take a moment to bury it.
        await().until(() ->
                seen.stream().noneMatch(executor -> executor.handle().isAlive()));
    }

    @Test
    void seesWhoIsConnectedAndWhichFilesAreOpen() throws IOException {
        ExecutorProcess self = new ExecutorProcess(ProcessHandle.current(), "none");
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertFalse(self.isConnectedTo(server.getLocalPort()));
            try (var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
                assertTrue(client.isConnected());
                assertTrue(self.isConnectedTo(server.getLocalPort()));
            }
        }
        try (var file = new RandomAccessFile(directory.resolve("file").toFile(), "rw")) {
            assertEquals(0, file.length());
            assertTrue(self.hasOpenFileBelow(directory.toRealPath()));
        }
        assertFalse(self.hasOpenFileBelow(directory.toRealPath()));
    }

    private static SparkConf conf(StandaloneCluster cluster) {
        SparkConf conf = new SparkConf()
                .setMaster(cluster.master())
                .setAppName("harness")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.memory", "512m");
        StandaloneCluster.executorOptions(System.getProperty("java.class.path")).forEach(conf::set);
        return conf;
    }

    private static int sum(JavaSparkContext spark) {
        List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
        return spark.parallelize(numbers, 4).reduce(Integer::sum);
    }

    private static Set<String> ids(StandaloneCluster cluster) {
        return cluster.executors().stream().map(ExecutorProcess::id).collect(Collectors.toSet());
    }
}
