package io.durastream.cli.ha;

import io.durastream.checkpoint.LogState;
import io.durastream.cli.checkpoint.CheckpointOption;
import io.durastream.ha.ZooKeeperSettings;
import io.durastream.runtime.ha.Electorate;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which application a command looks at: its election in ZooKeeper, and its checkpoint directory, which is only read. */
final class ApplicationOptions {

    @Mixin
    private ElectionOptions election = new ElectionOptions();

    @Option(
            names = "--hadoop",
            paramLabel = "KEY=VALUE",
            description = "A setting of Hadoop, such as of an HDFS name service; beside those in HADOOP_CONF_DIR.")
    private Map<String, String> hadoop = Map.of();

    /**
     * Connects to ZooKeeper. No answer may take longer than a session lasts.
     *
     * @throws IllegalArgumentException naming the option or the key that is of no use
     * @throws IOException when ZooKeeper cannot be asked
     */
    Electorate electorate() throws IOException {
        ZooKeeperSettings zookeeper = election.zookeeper();
        return Electorate.of(zookeeper, election.checkpoint(), zookeeper.sessionTimeout());
    }

    /** What the batch log says; nothing before the first leader has begun one. */
    Optional<LogState> log() throws IOException {
        try {
            return Optional.of(CheckpointOption.read(election.checkpoint(), hadoop));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }
}
