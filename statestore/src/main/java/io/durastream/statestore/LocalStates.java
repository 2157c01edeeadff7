package io.durastream.statestore;

import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a process has of the states of a checkpoint directory, whichever driver it works for: memory, local copies, and the
 * live states. It has one owner at a time, a {@link StandbyStore} first perhaps, and then a {@link StateStore}. Thread-safe.
 */
final class LocalStates implements AutoCloseable {

    private final RocksResources resources;
    private final HeapBudget budget;
    private final LocalDirectories directories;
    private final Map<StateId, LiveSlot> slots = new ConcurrentHashMap<>();

    private LocalStates(LocalDirectories directories, RocksResources resources, HeapBudget budget) {
        this.directories = directories;
        this.resources = resources;
        this.budget = budget;
    }

    static LocalStates open(
            Storage storage,
            StoragePath root,
            Path localDirectory,
            UniqueNames names,
            StateStoreOptions options,
            HeapBudget budget,
            Clock clock)
            throws IOException {
        // A URI of a directory gets its last slash only when the directory exists.
        String location = storage.location().replaceAll("/+$", "") + "/" + root;
        LocalDirectories directories = LocalDirectories.open(localDirectory, location, names.store());
        return new LocalStates(directories, new RocksResources(options.nativeBytes(), clock), budget);
    }

    LiveSlot slot(StateId id) {
        return slots.computeIfAbsent(id, LiveSlot::new);
    }

    /** The partitions that ever had a live state here. */
    List<StateId> partitions() {
        return List.copyOf(slots.keySet());
    }

    Restorer restorer(StateId id, SnapshotFiles snapshots, Changelog changelog, SnapshotPace pace) {
        return new Restorer(id, resources, budget, directories, snapshots, changelog, pace);
    }

    /** Once no live state is left but those that transactions read. */
    @Override
    public void close() {
        directories.close();
        resources.close();
    }
}
