package io.durastream.cli.checkpoint;

import io.durastream.SavedState;
import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.LogState;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say which checkpoint directory is meant, mixed into commands that look at one and change nothing. */
public final class CheckpointOption {

    @Option(
            names = "--checkpoint",
            required = true,
            paramLabel = "URI",
            description =
                    "Checkpoint directory of the application, such as hdfs://namenode:8020/counts or file:/var/counts.")
    private String uri = "";

    @Option(
            names = "--hadoop",
            paramLabel = "KEY=VALUE",
            description = "A setting of Hadoop, such as of an HDFS name service; beside those in HADOOP_CONF_DIR.")
    private Map<String, String> hadoop = Map.of();

    /**
     * What the batch log says at this moment.
     *
     * @throws FileNotFoundException when there is none
     */
    public LogState read() throws IOException {
        return read(uri, hadoop);
    }

    /**
     * What the batch log of a directory says at this moment.
     *
     * @param hadoop settings of Hadoop
     * @throws FileNotFoundException when there is none
     */
    public static LogState read(String uri, Map<String, String> hadoop) throws IOException {
        try (Storage storage = Storages.openReadOnly(uri, hadoop, Clock.system())) {
            LogState state = BatchLog.read(storage).state();
            if (state.epoch().isEmpty()) {
                throw new FileNotFoundException("There is no checkpoint in " + storage.location()
                        + ": expected the batch log of an application that was started. Check the path");
            }
            return state;
        }
    }

    /**
     * Opens the keyed state, for whoever closes it.
     *
     * @throws FileNotFoundException when there is no checkpoint
     */
    public SavedState openState() throws IOException {
        return SavedState.open(uri, hadoop);
    }
}
