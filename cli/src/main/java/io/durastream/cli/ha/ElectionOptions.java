package io.durastream.cli.ha;

import io.durastream.ha.ZooKeeperSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which election a process takes part in. Secrets are in a file, so that no list of processes shows them. */
final class ElectionOptions {

    @Option(
            names = "--zookeeper",
            required = true,
            paramLabel = "SERVERS",
            description = "Who elects: host:port,host:port,host:port/root; the root may be left out.")
    private String zookeeper = "";

    @Option(
            names = "--checkpoint",
            required = true,
            paramLabel = "URI",
            description = "The application's checkpoint directory. Candidates for the same one compete.")
    private String checkpoint = "";

    @Option(
            names = "--session-timeout",
            paramLabel = "MS",
            defaultValue = "6000",
            description =
                    "After how long without a sign of life a candidate's host counts as lost. Default: ${DEFAULT-VALUE}.")
    private long sessionMillis = 6_000;

    @Option(
            names = "--zookeeper-secrets",
            paramLabel = "FILE",
            description =
                    "A file of properties: credentials=user:password, and for TLS truststore, truststore.password,"
                            + " keystore, keystore.password, verify.hostnames.")
    private @Nullable Path secrets;

    String checkpoint() {
        return checkpoint;
    }

    /** @throws IllegalArgumentException naming the option or the key that is of no use */
    ZooKeeperSettings zookeeper() throws IOException {
        ZooKeeperSettings settings =
                ZooKeeperSettings.of(zookeeper).withSessionTimeout(Duration.ofMillis(sessionMillis));
        return secrets == null ? settings : SecretsFile.read(secrets).applyTo(settings);
    }

    /** The same options for another process. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of(
                "--zookeeper",
                zookeeper,
                "--checkpoint",
                checkpoint,
                "--session-timeout",
                Long.toString(sessionMillis)));
        if (secrets != null) {
            words.addAll(List.of("--zookeeper-secrets", secrets.toAbsolutePath().toString()));
        }
        return words;
    }
}
