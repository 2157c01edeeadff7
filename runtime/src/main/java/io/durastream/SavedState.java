package io.durastream;

import io.durastream.checkpoint.BatchRecord.ApplicationStarted;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.OperatorInfo;
import io.durastream.runtime.state.SavedPartitions;
import io.durastream.runtime.state.StateReader;
import io.durastream.statestore.StateSerializer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * The keyed state in a checkpoint directory, read from outside: by a tool, a report, a test. Needs no SparkContext, and
 * neither writes to the directory nor disturbs an application that runs on it. What is read is copied to a temporary
 * directory of the machine. Owned by one thread, and closed.
 *
 * <pre>{@code
 * try (SavedState saved = SavedState.open("hdfs://nn/app/checkpoint");
 *         SavedOperator<String, Long> totals = saved.operator("totals")) {
 *     System.out.println(totals.batch() + ": " + totals.count() + " words, 'the' " + totals.get("the"));
 * }
 * }</pre>
 *
 * <p>Classes of keys and values have to be on the class path, as they are for the application.
 */
public final class SavedState implements AutoCloseable {

    private final StateReader reader;

    private SavedState(StateReader reader) {
        this.reader = reader;
    }

    /**
     * An operator that has state.
     *
     * @param id what it is opened by: the {@code uid} that the application gave, or else one derived from the structure
     * @param name what it is and where it was defined, for people
     * @param partitions how many partitions its state has
     */
    public record Operator(String id, String name, int partitions) {}

    /**
     * {@link #open(String, Configuration)} with the Hadoop configuration that is on the class path.
     *
     * @param directory as for {@link StreamingContext#checkpoint}
     * @return what was opened, to be closed
     * @throws IOException as said there
     */
    public static SavedState open(String directory) throws IOException {
        return open(directory, Map.of());
    }

    /**
     * {@link #open(String, Configuration)} with the Hadoop configuration that is on the class path.
     *
     * @param directory as for {@link StreamingContext#checkpoint}
     * @param settings Hadoop's keys that are different
     * @return what was opened, to be closed
     * @throws IOException as said there
     */
    public static SavedState open(String directory, Map<String, String> settings) throws IOException {
        Configuration hadoop = new Configuration();
        settings.forEach(hadoop::set);
        return open(directory, hadoop);
    }

    /**
     * Opens a checkpoint directory.
     *
     * @param directory as for {@link StreamingContext#checkpoint}
     * @param hadoop for HDFS: addresses, security
     * @return what was opened, to be closed
     * @throws java.io.FileNotFoundException when there is no checkpoint
     * @throws io.durastream.storage.DamagedFileException when the batch log is damaged
     * @throws IOException when the directory cannot be read, or no temporary directory can be made
     */
    public static SavedState open(String directory, Configuration hadoop) throws IOException {
        return new SavedState(StateReader.open(directory, hadoop));
    }

    /**
     * {@return the operators that have state now, by id}
     *
     * @throws IOException when the batch log cannot be read
     */
    public List<Operator> operators() throws IOException {
        LogState log = reader.log();
        Map<OperatorId, String> names = log.application().map(ApplicationStarted::operators).orElse(List.of()).stream()
                .collect(Collectors.toMap(OperatorInfo::id, OperatorInfo::name));
        return log.state().entrySet().stream()
                .map(state -> new Operator(
                        state.getKey().value(),
                        names.getOrDefault(state.getKey(), ""),
                        state.getValue().size()))
                .toList();
    }

    /**
     * {@return the batches whose state can be opened now, in order} These are the committed ones that the application still
     * retains, at least the last one; how many follows from how far its windows reach back.
     *
     * @throws IOException when the batch log cannot be read
     */
    public List<Time> batches() throws IOException {
        return reader.log().batches().entrySet().stream()
                .filter(batch -> batch.getValue().committed())
                .map(batch -> new Time(batch.getKey().millis()))
                .toList();
    }

    /**
     * {@link #operator(String, Optional, StateSerializer, StateSerializer)} as of the newest batch, for what the application
     * writes without serializers of its own.
     *
     * @param <K> keys
     * @param <V> values
     * @param id the id of the operator, see {@link #operators}
     * @return the state, to be closed before this
     * @throws IOException when the batch log cannot be read
     */
    public <K, V> SavedOperator<K, V> operator(String id) throws IOException {
        return operator(
                id, Optional.empty(), reader.kryo().keys(id), reader.kryo().values());
    }

    /**
     * {@link #operator(String, Optional, StateSerializer, StateSerializer)} for what the application writes without
     * serializers of its own.
     *
     * @param <K> keys
     * @param <V> values
     * @param id the id of the operator, see {@link #operators}
     * @param batch one of {@link #batches}
     * @return the state, to be closed before this
     * @throws IOException when the batch log cannot be read
     */
    public <K, V> SavedOperator<K, V> operator(String id, Time batch) throws IOException {
        return operator(
                id, Optional.of(batch), reader.kryo().keys(id), reader.kryo().values());
    }

    /**
     * Opens the state of an operator. Reads the batch log only; the state is read when it is asked for.
     *
     * @param <K> keys
     * @param <V> values
     * @param id the id of the operator, see {@link #operators}
     * @param batch one of {@link #batches}; empty: the newest
     * @param keys what the application writes keys with
     * @param values what the application writes values with
     * @return the state, to be closed before this
     * @throws IllegalArgumentException when there is no such operator or batch; the message says which there are
     * @throws IOException when the batch log cannot be read
     */
    public <K, V> SavedOperator<K, V> operator(
            String id, Optional<Time> batch, StateSerializer<K> keys, StateSerializer<V> values) throws IOException {
        return SavedPartitions.of(
                reader, OperatorId.of(id), batch.map(time -> new BatchTime(time.milliseconds())), keys, values);
    }

    /** Deletes what was copied. */
    @Override
    public void close() throws IOException {
        reader.close();
    }
}
