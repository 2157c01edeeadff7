package io.durastream.chaos.hdfs;

import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** HDFS in a process of its own: a NameNode and three DataNodes, on loopback and free ports. It never outlives this JVM. */
public final class HdfsProcess implements AutoCloseable {

    /** What DataNodes call themselves, to clients that set {@code dfs.client.use.datanode.hostname}. */
    public static final String DATA_NODE_NAME = "datanode";

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final JavaProcess process;
    private final List<String> addresses;

    private HdfsProcess(JavaProcess process, List<String> addresses) {
        this.process = process;
        this.addresses = addresses;
    }

    /**
     * Starts it, and returns when it serves: some seconds.
     *
     * @param directory for its data and its log
     * @param heartbeatSeconds of DataNodes: what lease recovery waits for
     */
    public static HdfsProcess start(Path directory, int heartbeatSeconds, String... jvmOptions)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path addresses = directory.resolve("addresses");
        JavaCommand command = JavaCommand.of(HdfsMain.class.getName())
                .withJvmOptions(jvmOptions)
                .withArguments(directory.resolve("data").toString(), addresses.toString())
                .withArguments(Integer.toString(heartbeatSeconds));
        JavaProcess process = JavaProcess.start(command, directory.resolve("hdfs.log"), Clock.system());
        try {
            process.await("HDFS runs", LIMIT, () -> Files.exists(addresses));
            return new HdfsProcess(process, Files.readAllLines(addresses));
        } catch (IOException | IllegalStateException | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    /** All that clients connect to, each {@code host:port}: the NameNode first, then the DataNodes' data and questions. */
    public List<String> addresses() {
        return addresses;
    }

    /** Where a path is, for who reaches the NameNode at its own address. */
    public String uri(String path) {
        return "hdfs://" + addresses.get(0) + path;
    }

    @Override
    public void close() {
        process.close();
    }
}
