package io.durastream.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An executor of a {@link StandaloneCluster}, seen from outside: what it does is read from the {@code /proc} of Linux, not
 * asked of Spark. One that has died does nothing.
 *
 * @param id Spark's number of it
 */
public record ExecutorProcess(ProcessHandle handle, String id) {

    private static final String MAIN_CLASS = "org.apache.spark.executor.CoarseGrainedExecutorBackend";
    private static final String ID_OPTION = "--executor-id";

    /** The executor that a process is, if it is one. */
    static Optional<ExecutorProcess> of(ProcessHandle process) {
        List<String> words = CommandLine.of(process);
        int option = words.indexOf(ID_OPTION);
        return words.contains(MAIN_CLASS) && option >= 0
                ? Optional.of(new ExecutorProcess(process, words.get(option + 1)))
                : Optional.empty();
    }

    /** SIGKILL. Returns when it is dead. */
    public void kill() {
        handle.destroyForcibly();
        handle.onExit().join();
    }

    /** Whether it has an open TCP connection to that port, of any machine. */
    public boolean isConnectedTo(int port) {
        Set<String> sockets = TcpTable.connectionsTo(port);
        return openFiles().stream().anyMatch(sockets::contains);
    }

    /** Whether it has a file open below a directory. */
    public boolean hasOpenFileBelow(Path directory) {
        return openFiles().stream().anyMatch(file -> file.startsWith(directory + "/"));
    }

    private List<String> openFiles() {
        try (Stream<Path> descriptors = Files.list(proc(handle).resolve("fd"))) {
            return descriptors.flatMap(ExecutorProcess::target).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What a file descriptor stands for; nothing when it was closed meanwhile. */
    private static Stream<String> target(Path descriptor) {
        try {
            return Stream.of(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Path proc(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }
}
