package io.durastream.statestore;

import io.durastream.statestore.StatePartition.Base;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keyed state of all partitions that this process works on. One for each process and checkpoint directory;
 * thread-safe. Writes to the checkpoint directory under names that nobody else uses, and deletes nothing there:
 *
 * <pre>
 * &lt;root&gt;/&lt;operator&gt;/&lt;partition&gt;/changelog/…   a {@link io.durastream.wal.SegmentedLog} of commits
 * &lt;root&gt;/&lt;operator&gt;/&lt;partition&gt;/sst/…         files of snapshots, shared by several
 * &lt;root&gt;/&lt;operator&gt;/&lt;partition&gt;/snapshots/…   manifests
 * </pre>
 *
 * <p>Each partition's state lies in a RocksDB on the local disk. When a transaction commits, its changes are appended to
 * the changelog and kept on the heap; they go into the RocksDB when a later transaction begins on the result, because only
 * then it is known that the attempt counted. Every so many commits a background thread snapshots the RocksDB. What is not
 * there when a transaction begins, because the process is new or the partition was elsewhere, is restored. What is left
 * alone for two snapshots' time, while other partitions of its operator go on, is given up.
 */
public final class StateStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateStore.class);

    private static final int SNAPSHOT_THREADS = 2;
    private static final int MAX_WAITING_SNAPSHOTS = 1024;
    private static final long CLOSE_SECONDS = 30;
    /** What was left alone for longer than the changelog reaches back is restored from the snapshot, here or elsewhere. */
    private static final int SNAPSHOTS_UNTIL_IDLE = 2;

    private final Storage storage;
    private final StoragePath root;
    private final StateOwner owner;
    private final StateStoreOptions options;
    private final Clock clock;
    private final UniqueNames names;
    private final SnapshotPace pace;
    private final LocalStates local;
    private final SnapshotFiles snapshots;
    private final Executor background;
    private final Map<StateId, StatePartition> partitions = new HashMap<>();
    private final IdlePartitions idle;
    private boolean closed;

    /** Goes on with what is live in {@code local}, which is closed with the store. */
    StateStore(
            Storage storage,
            StoragePath root,
            StateOwner owner,
            StateStoreOptions options,
            Clock clock,
            UniqueNames names,
            Executor background,
            LocalStates local,
            SnapshotPace pace) {
        this.storage = storage;
        this.root = root;
        this.owner = owner;
        this.options = options;
        this.clock = clock;
        this.names = names;
        this.background = background;
        this.snapshots = new SnapshotFiles(storage, root, names);
        this.local = local;
        this.pace = pace;
        this.idle = new IdlePartitions(SNAPSHOTS_UNTIL_IDLE * pace.commits(), StateId::operator);
        local.partitions().forEach(this::partition);
    }

    /**
     * Opens a store; touches nothing in the checkpoint directory.
     *
     * @param root the directory below which state lies in the storage, usually {@code state}
     * @param localDirectory where local copies live; may be shared by processes and should survive them
     * @throws IllegalArgumentException when the JVM's heap is too small for what the options let state take of it
     * @throws IOException when the local directory cannot be used
     */
    public static StateStore open(
            Storage storage,
            StoragePath root,
            Path localDirectory,
            StateOwner owner,
            StateStoreOptions options,
            Clock clock)
            throws IOException {
        options.checkFits(Runtime.getRuntime().maxMemory());
        UniqueNames names = new UniqueNames(owner, clock);
        HeapBudget budget = new HeapBudget(options.heapBytes());
        LocalStates local = LocalStates.open(storage, root, localDirectory, names, options, budget, clock);
        return new StateStore(
                storage, root, owner, options, clock, names, snapshotThreads(), local, SnapshotPace.of(options));
    }

    static ExecutorService snapshotThreads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                SNAPSHOT_THREADS,
                SNAPSHOT_THREADS,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(MAX_WAITING_SNAPSHOTS),
                task -> {
                    Thread thread = new Thread(task, "durastream-state-snapshots");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * Begins an attempt at the update of a partition.
     *
     * @param base the state to start from; null: the empty state. Beginning on a state says that it counts: the local copy
     *     moves on to it, and other attempts at the same batch are forgotten.
     * @param next the batch whose result the attempt computes
     * @throws IncompatibleStateException when the base was written with other serializers
     * @throws io.durastream.storage.DamagedFileException when the base had to be restored and a file that it names is
     *     missing or damaged
     * @throws IOException when the base had to be restored and the checkpoint directory cannot be read; may be repeated
     */
    public <K, V> StateTransaction<K, V> begin(
            StateId id, @Nullable StateRef base, StateVersion next, StateSerializer<K> keys, StateSerializer<V> values)
            throws IOException {
        checkFormat(id, base, StateFormat.of(keys, values));
        giveUpIdle(id, next);
        return Attempt.begin(partition(id), base, next, keys, values);
    }

    /**
     * Begins to restore a state in the background, or to bring forward what is there of it: a transaction that begins on it
     * soon waits less. What fails here is left to that transaction.
     */
    public void prepare(StateId id, StateRef base) {
        partition(id).prepare(base);
    }

    /**
     * Opens a committed state for reading; also an older one, or one of which it is not decided whether it counts. Throws
     * what {@link #begin} throws.
     */
    public <K, V> StateView<K, V> view(StateId id, StateRef at, StateSerializer<K> keys, StateSerializer<V> values)
            throws IOException {
        checkFormat(id, at, StateFormat.of(keys, values));
        Base base = partition(id).view(at);
        return new OpenState<>(new OverlaidState(base.source(), base.changes()), keys, values);
    }

    private static void checkFormat(StateId id, @Nullable StateRef ref, StateFormat now) {
        if (ref != null && !ref.format().equals(now)) {
            throw new IncompatibleStateException("The state of " + id + " was written as " + ref.format()
                    + " and cannot be read as " + now
                    + ". Use the serializers and classes that it was written with, or drop the operator's state");
        }
    }

    private synchronized StatePartition partition(StateId id) {
        if (closed) {
            throw new IllegalStateException("The state store is closed");
        }
        idle.used(id);
        return partitions.computeIfAbsent(id, this::newPartition);
    }

    /** Memory, files and the open changelog of partitions that are not worked on here any more are somebody else's. */
    private void giveUpIdle(StateId begun, StateVersion next) {
        List<StatePartition> left;
        synchronized (this) {
            left = idle.begun(begun, next).stream()
                    .map(partitions::get)
                    .filter(Objects::nonNull)
                    .toList();
        }
        left.forEach(StatePartition::giveUp);
    }

    private StatePartition newPartition(StateId id) {
        Changelog changelog = Changelog.of(storage, root, id, owner, names, options, clock);
        Restorer restorer = local.restorer(id, snapshots, changelog, pace);
        return new StatePartition(
                id, local.slot(id), restorer, snapshots, changelog, names, owner.location(), pace, background);
    }

    /**
     * Ends background work and closes what no open transaction uses; open transactions can be read and closed, but not
     * committed any more. Local copies stay for the next process.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        partitions.values().forEach(StatePartition::close);
        endBackground();
        local.close();
        partitions.values().forEach(StatePartition::endChangelog);
    }

    private void endBackground() {
        if (background instanceof ExecutorService threads) {
            threads.shutdown();
            try {
                if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                    LOG.warn("Snapshots still run {} s after the state store was closed", CLOSE_SECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
