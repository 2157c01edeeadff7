package io.durastream.recovery.process;

import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts drivers, JVMs of their own, on one checkpoint directory.
 *
 * @param home holds all that belongs to the application on this machine: {@code ledger}, {@code local} and the logs
 * @param checkpointUri the checkpoint directory, on any file system
 */
record Drivers(Path home, String checkpointUri) {

    /** On local disk, with the checkpoint directory in {@code home} too. */
    static Drivers in(Path home) throws IOException {
        return on(home.resolve("checkpoint").toUri().toString(), home);
    }

    static Drivers on(String checkpointUri, Path home) throws IOException {
        Files.createDirectories(home.resolve("ledger"));
        return new Drivers(home, checkpointUri);
    }

    /** The checkpoint directory, when it is on local disk. */
    Path checkpoint() {
        return Path.of(URI.create(checkpointUri));
    }

    Path ledger() {
        return home.resolve("ledger");
    }

    /** What a driver on this machine keeps: gone when it is removed, as on another machine. */
    Path local() {
        return home.resolve("local");
    }

    JavaProcess start(String name, int port, String... jvmOptions) throws IOException {
        return start(
                name,
                JavaCommand.of(Workload.class.getName())
                        .withArguments(checkpointUri(), "127.0.0.1", Integer.toString(port), ledger().toString())
                        .withJvmOptions(jvmOptions));
    }

    JavaProcess start(String name, JavaCommand command) throws IOException {
        JavaCommand small = command.withJvmOptions(
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + Files.createDirectories(local()),
                        "-Dspark.local.dir=" + local(),
                        "-Dspark.master=local[3]",
                        "-Dspark.ui.enabled=false",
                        "-Dspark.default.parallelism=2")
                .withEnvironment("SPARK_LOCAL_IP", "127.0.0.1");
        return JavaProcess.start(small, home.resolve(name + ".log"), Clock.system());
    }

    List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }

    void forgetLocalState() throws IOException {
        delete(local());
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
