package io.durastream.chaos.ha;

import io.durastream.chaos.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code durastream ha}, as operators type it. The command line must be on the class path of this JVM. */
public final class HaCommands {

    private HaCommands() {}

    /**
     * A supervisor on a host with a disk of its own: its drivers keep nothing elsewhere. Further options may follow, then the
     * application.
     *
     * @param zookeeper how this host reaches ZooKeeper
     * @param disk a directory, made if it is missing
     */
    public static JavaCommand supervisor(String zookeeper, String checkpoint, Path disk) throws IOException {
        Files.createDirectories(disk);
        return command("ha")
                .withArguments("--zookeeper", zookeeper, "--checkpoint", checkpoint)
                .withArguments("--logs", disk.resolve("logs").toString())
                .withArguments("--java-option=-Djava.io.tmpdir=" + disk)
                .withArguments("--conf", "spark.local.dir=" + disk, "--conf", "spark.ui.enabled=false")
                // Whoever kills drivers on purpose wants them started again.
                .withArguments("--max-crashes", "100");
    }

    /** Lets the next candidate lead. */
    public static JavaCommand failover(String zookeeper, String checkpoint) {
        return command("ha", "failover")
                .withArguments("--zookeeper", zookeeper, "--checkpoint", checkpoint, "--timeout", "120");
    }

    private static JavaCommand command(String... words) {
        return JavaCommand.of("io.durastream.cli.Main")
                .withArguments(words)
                .withJvmOptions("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .withEnvironment("SPARK_LOCAL_IP", "127.0.0.1");
    }
}
