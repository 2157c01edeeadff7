package io.durastream.statestore;

import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The keyed state of all partitions that this process works on. One for each JVM and checkpoint directory; thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class StateStore implements AutoCloseable {

    private StateStore() {}

    /**
     * Opens a store; touches nothing in the checkpoint directory.
     *
     * @param root the directory below which state lies in the storage, usually {@code state}
     * @param localDirectory where local copies live; may be shared by processes and should survive them
     */
    public static StateStore open(
            Storage storage,
            StoragePath root,
            Path localDirectory,
            StateOwner owner,
            StateStoreOptions options,
            Clock clock)
            throws IOException {
        throw new UnsupportedOperationException("Not written yet");
    }

    /**
     * Begins an attempt at the update of a partition.
     *
     * @param base the state to start from; null: the empty state
     * @param next the batch whose result the attempt computes
     * @throws IncompatibleStateException when the base was written with other serializers
     * @throws io.durastream.storage.DamagedFileException when the base had to be restored and a file that it names is
     *     missing or damaged
     */
    public <K, V> StateTransaction<K, V> begin(
            StateId id, @Nullable StateRef base, StateVersion next, StateSerializer<K> keys, StateSerializer<V> values)
            throws IOException {
        throw new UnsupportedOperationException("Not written yet");
    }

    /** Opens a committed state for reading; also an older one, or one of which it is not decided whether it counts. */
    public <K, V> StateView<K, V> view(StateId id, StateRef at, StateSerializer<K> keys, StateSerializer<V> values)
            throws IOException {
        throw new UnsupportedOperationException("Not written yet");
    }

    /** Ends background work and closes what no open transaction uses. Local copies stay for the next process. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("Not written yet");
    }
}
