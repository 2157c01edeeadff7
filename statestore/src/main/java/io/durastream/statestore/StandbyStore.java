package io.durastream.statestore;

import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keyed state of partitions that another process works on, followed from its references: each has a live copy here, which
 * a {@link StateStore} of this process goes on with when the other one is gone. Writes nothing to the checkpoint directory,
 * which may be opened read-only. Thread-safe.
 *
 * <p>A copy takes memory and local disk as a leader's does, from the same budget. It is first restored, from what an earlier
 * process left here or from the checkpoint directory, and then brought on by the changelog alone, of which each commit is read
 * once. A copy that was left alone for so long that the changelog does not reach back to it is restored again. One that is not
 * followed any more while others are is given up after some batches.
 */
public final class StandbyStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StandbyStore.class);

    private static final int SNAPSHOTS_UNTIL_IDLE = 2;

    private final Storage storage;
    private final StoragePath root;
    private final StateOwner nobody;
    private final StateStoreOptions options;
    private final Clock clock;
    private final SnapshotPace pace;
    private final UniqueNames names;
    private final SnapshotFiles snapshots;
    private final LocalStates local;
    private final Map<StateId, FollowedPartition> partitions = new HashMap<>();
    private final IdlePartitions idle;
    private boolean ended;

    StandbyStore(
            Storage storage,
            StoragePath root,
            Path localDirectory,
            StateOwner nobody,
            StateStoreOptions options,
            Clock clock,
            HeapBudget budget,
            SnapshotPace pace)
            throws IOException {
        this.storage = storage;
        this.root = root;
        this.nobody = nobody;
        this.options = options;
        this.clock = clock;
        this.pace = pace;
        this.names = new UniqueNames(nobody, clock);
        this.snapshots = new SnapshotFiles(storage, root, names);
        this.local = LocalStates.open(storage, root, localDirectory, names, options, budget, clock);
        // All partitions are followed together, so they are left alone together with none.
        this.idle = new IdlePartitions(SNAPSHOTS_UNTIL_IDLE * pace.commits(), id -> "all");
    }

    /**
     * Opens a store.
     *
     * @param storage not closed with this, nor by who it is handed over to
     * @param root the directory below which state lies in the storage, usually {@code state}
     * @param localDirectory where local copies live; may be shared by processes and should survive them
     * @param standby this process, as no other one of the epoch is called; only local files are called after it
     * @throws IllegalArgumentException when the JVM's heap is too small for what the options let state take of it
     * @throws IOException when the local directory cannot be used
     */
    public static StandbyStore open(
            Storage storage,
            StoragePath root,
            Path localDirectory,
            StateOwner standby,
            StateStoreOptions options,
            Clock clock)
            throws IOException {
        options.checkFits(Runtime.getRuntime().maxMemory());
        return new StandbyStore(
                storage,
                root,
                localDirectory,
                standby,
                options,
                clock,
                new HeapBudget(options.heapBytes()),
                SnapshotPace.of(options));
    }

    /**
     * Brings the copy of a partition to a committed version; one that is at a later version stays there. Waits for who does
     * the same just now.
     *
     * @throws IllegalStateException when the store is closed or was handed over
     * @throws LocalStateException when the local disk failed; the copy is restored the next time
     * @throws io.durastream.storage.DamagedFileException when a file that the reference names is missing or damaged. Missing
     *     is also what no commit needs any more, once there are newer ones
     * @throws IOException when the checkpoint directory cannot be read, or the local disk be written to; a copy stays what it
     *     was, and following may be repeated
     */
    public void follow(StateId id, StateRef committed) throws IOException {
        FollowedPartition partition;
        List<FollowedPartition> left;
        synchronized (this) {
            if (ended) {
                throw new IllegalStateException("The standby's store is closed or was handed over");
            }
            partition = partitions.computeIfAbsent(id, this::newPartition);
            left = idle.begun(id, committed.version()).stream()
                    .map(partitions::remove)
                    .filter(Objects::nonNull)
                    .toList();
        }
        left.forEach(FollowedPartition::giveUp);
        partition.follow(committed);
    }

    private FollowedPartition newPartition(StateId id) {
        Changelog changelog = Changelog.of(storage, root, id, nobody, names, options, clock);
        return new FollowedPartition(local.slot(id), local.restorer(id, snapshots, changelog, pace), pace);
    }

    /**
     * The store of a leader in this process, which goes on with the copies as they are; those that are being restored just now
     * it waits for when it needs them. This store is used up.
     *
     * @param leadersStorage the same directory, opened for writing
     * @param owner as for {@link StateStore#open}; what is written from now on has its epoch
     * @return empty if the store was closed or handed over before
     */
    public Optional<StateStore> handOver(Storage leadersStorage, StateOwner owner) {
        return handOver(leadersStorage, owner, StateStore.snapshotThreads());
    }

    synchronized Optional<StateStore> handOver(Storage leadersStorage, StateOwner owner, Executor background) {
        if (ended) {
            return Optional.empty();
        }
        ended = true;
        partitions.values().forEach(FollowedPartition::end);
        LOG.info("Going on with the local state of {} partitions that were followed", partitions.size());
        UniqueNames leaders = new UniqueNames(owner, clock);
        return Optional.of(
                new StateStore(leadersStorage, root, owner, options, clock, leaders, background, local, pace));
    }

    /** Ends the copies; they stay on the local disk. Waits for those that are being restored. */
    @Override
    public void close() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        partitions.values().forEach(FollowedPartition::close);
        local.close();
    }
}
