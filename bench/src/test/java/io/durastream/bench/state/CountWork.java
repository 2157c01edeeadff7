package io.durastream.bench.state;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a contender is to do: keep a count for each of {@code keys} keys, all of which have one before the first measured
 * batch, and add to it the records of each batch.
 *
 * @param contender who does it
 * @param operator with which kind of state
 * @param keys how many; records are spread over them evenly
 * @param records in each batch
 * @param intervalMillis between two batches; 0 as fast as they can follow each other
 * @param settings Spark configuration beside that of the contender
 * @param directory for all that the process writes locally
 * @param checkpoint URI of the checkpoint directory
 */
public record CountWork(
        Contender contender,
        Operator operator,
        long keys,
        int records,
        long intervalMillis,
        Map<String, String> settings,
        String directory,
        String checkpoint)
        implements Serializable {

    /** In {@code local[2]}, a core each. */
    static final int PARTITIONS = 2;

    /** So short that nobody holds it. */
    private static final long UNHOLDABLE_MILLIS = 10;

    /** The kind of state. */
    public enum Operator {
        MAP_WITH_STATE,
        UPDATE_STATE_BY_KEY
    }

    /** Work with its checkpoint on the local disk, below {@code directory}. */
    public static CountWork locally(
            Contender contender,
            Operator operator,
            long keys,
            int records,
            long intervalMillis,
            Map<String, String> settings,
            Path directory) {
        return new CountWork(
                contender,
                operator,
                keys,
                records,
                intervalMillis,
                settings,
                directory.toString(),
                directory.resolve("checkpoint").toUri().toString());
    }

    public CountWork withInterval(long millis) {
        return new CountWork(contender, operator, keys, records, millis, settings, directory, checkpoint);
    }

    public CountWork withCheckpoint(String uri) {
        return new CountWork(contender, operator, keys, records, intervalMillis, settings, directory, uri);
    }

    /** {@return the directory of the checkpoint, where that is on the local disk} */
    public Path localCheckpoint() {
        return Path.of(directory, "checkpoint");
    }

    /** {@return what is kept on the local disk beside the checkpoint} */
    public Path localState() {
        return Path.of(directory, "state");
    }

    /** {@return temporary files} */
    public Path temporary() {
        return Path.of(directory, "tmp");
    }

    /** {@return the file that gets a line for each committed batch} */
    public Path batches() {
        return Path.of(directory, "batches");
    }

    /** {@return how many batches at the beginning only fill the state; 0 where the state is given to begin with} */
    public int fillingBatches() {
        return contender == Contender.STRUCTURED ? (int) ((keys + records - 1) / records) : 0;
    }

    /** {@return how many commits Durastream makes between two snapshots of the state} */
    public int commitsPerSnapshot() {
        return Integer.parseInt(settings.getOrDefault("durastream.state.commitsPerSnapshot", "50"));
    }

    long batchIntervalMillis() {
        return paced() ? intervalMillis : UNHOLDABLE_MILLIS;
    }

    boolean paced() {
        return intervalMillis > 0;
    }
}
