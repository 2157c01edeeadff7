package io.durastream.runtime.state;

import io.durastream.StateCleanedUpException;
import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchState;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.StateEntry;
import io.durastream.statestore.KryoSerializers;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateOwner;
import io.durastream.statestore.StateRef;
import io.durastream.statestore.StateSerializer;
import io.durastream.statestore.StateStore;
import io.durastream.statestore.StateStoreOptions;
import io.durastream.statestore.StateView;
import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A checkpoint directory opened for reading its state, beside whoever writes it. Partitions are restored to a temporary
 * directory, which ends with this. Owned by one thread.
 */
public final class StateReader implements AutoCloseable {

    private static final long MEMORY_BYTES = 64L << 20;

    private final Storage storage;
    private final Path local;
    private final StateStore store;
    private final KryoSerializers kryo;

    private StateReader(Storage storage, Path local, StateStore store) {
        this.storage = storage;
        this.local = local;
        this.store = store;
        this.kryo = StateAccess.kryo(storage);
    }

    /**
     * Opens a checkpoint directory.
     *
     * @throws FileNotFoundException when there is no checkpoint in it
     */
    public static StateReader open(String directory, Configuration hadoop) throws IOException {
        Storage storage = Storages.openReadOnly(directory, hadoop, Clock.system());
        try {
            if (BatchLog.read(storage).state().application().isEmpty()) {
                throw new FileNotFoundException("There is no checkpoint in " + storage.location()
                        + ": expected the batch log of an application that was started. Check the path");
            }
            Path local = Files.createTempDirectory("durastream-read-");
            return new StateReader(storage, local, openStore(storage, local));
        } catch (IOException | RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    private static StateStore openStore(Storage storage, Path local) throws IOException {
        StateOwner nobody = new StateOwner(Epoch.of(1), "reader", "");
        StateStoreOptions neverSnapshotting =
                StateStoreOptions.defaults().withMemoryBytes(MEMORY_BYTES).withCommitsPerSnapshot(Integer.MAX_VALUE);
        return StateStore.open(storage, StateAccess.ROOT, local, nobody, neverSnapshotting, Clock.system());
    }

    /** What an application writes keys and values with, unless it says otherwise. */
    public KryoSerializers kryo() {
        return kryo;
    }

    /** What the batch log says now. */
    public LogState log() throws IOException {
        return BatchLog.read(storage).state();
    }

    /**
     * Opens one partition.
     *
     * @throws StateCleanedUpException when no batch that is retained needs it any more, so that it may be gone
     */
    <K, V> StateView<K, V> view(StateEntry partition, StateSerializer<K> keys, StateSerializer<V> values)
            throws IOException {
        StateId id = new StateId(partition.operator().value(), partition.partition());
        try {
            return store.view(id, StateRef.fromBytes(partition.ref().toByteArray()), keys, values);
        } catch (IOException e) {
            LogState now = log();
            if (!isNeeded(partition, now)) {
                throw new StateCleanedUpException(
                        "The state of " + id + " was deleted by the application while it was read; the last batch is "
                                + now.lastCommitted().map(Object::toString).orElse("unknown")
                                + " by now. Open the newest batch again",
                        e);
            }
            throw e;
        }
    }

    private static boolean isNeeded(StateEntry partition, LogState log) {
        Stream<StateEntry> latest = log.stateOf(partition.operator()).values().stream();
        Stream<StateEntry> ofBatches =
                log.batches().values().stream().map(BatchState::state).flatMap(Collection::stream);
        return Stream.concat(latest, ofBatches).anyMatch(partition::equals);
    }

    @Override
    public void close() throws IOException {
        store.close();
        try (Stream<Path> copied = Files.walk(local)) {
            List<Path> deepestFirst = copied.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } finally {
            storage.close();
        }
    }
}
