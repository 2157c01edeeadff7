package io.durastream.bench.interval;

import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.commons.io.FileUtils;

/** HDFS in a process of its own. Closing kills it and deletes its data. */
final class HdfsProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path directory;
    private final JavaProcess process;
    private final String uri;

    private HdfsProcess(Path directory, JavaProcess process, String uri) {
        this.directory = directory;
        this.process = process;
        this.uri = uri;
    }

    /** Starts it with empty disks; its log stays beside {@code directory}. */
    static HdfsProcess start(Path directory) throws IOException, InterruptedException {
        FileUtils.deleteDirectory(directory.toFile());
        Files.createDirectories(directory);
        Path address = directory.resolve("address");
        JavaCommand command = JavaCommand.of(HdfsMain.class.getName())
                .withJvmOptions("-Xmx1g")
                .withArguments(directory.resolve("data").toString(), address.toString());
        JavaProcess process = JavaProcess.start(command, Path.of(directory + ".log"), Clock.system());
        try {
            process.await("HDFS runs", LIMIT, () -> Files.exists(address));
        } catch (IllegalStateException | InterruptedException e) {
            process.close();
            throw e;
        }
        return new HdfsProcess(directory, process, Files.readString(address));
    }

    String uri() {
        return uri;
    }

    @Override
    public void close() throws IOException {
        process.close();
        FileUtils.deleteDirectory(directory.toFile());
    }
}
