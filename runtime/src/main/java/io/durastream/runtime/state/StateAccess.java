package io.durastream.runtime.state;

import static io.durastream.runtime.state.StateUnavailableException.unavailableIfFails;

import io.durastream.Time;
import io.durastream.checkpoint.StateEntry;
import io.durastream.runtime.cluster.CheckpointAccess;
import io.durastream.runtime.cluster.JvmResources;
import io.durastream.runtime.spark.ExecutorIdentity;
import io.durastream.statestore.KryoSerializers;
import io.durastream.statestore.StandbyStore;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateOwner;
import io.durastream.statestore.StateRef;
import io.durastream.statestore.StateSerializer;
import io.durastream.statestore.StateStore;
import io.durastream.statestore.StateStoreOptions;
import io.durastream.statestore.StateTransaction;
import io.durastream.statestore.StateVersion;
import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.Storages;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The way to the keyed state, for tasks: travels with them, and opens the state store once in each JVM.
 *
 * @param checkpoint the checkpoint directory that holds the state
 * @param localDirectory where executors keep their local copies
 * @param memoryBytes memory for the state of one executor; 0: what {@link StateStoreOptions} has by default there
 * @param commitsPerSnapshot commits of a partition between two snapshots
 */
public record StateAccess(CheckpointAccess checkpoint, String localDirectory, long memoryBytes, int commitsPerSnapshot)
        implements Serializable {

    /** Where state lies in a checkpoint directory. */
    public static final StoragePath ROOT = StoragePath.of("state");

    /**
     * Begins to restore these versions in this JVM, ahead of the tasks that will ask for them.
     *
     * @param bases what the next batch builds upon
     */
    public void prepare(Collection<StateEntry> bases) {
        StateStore store = store();
        for (StateEntry base : bases) {
            StateRef ref = StateRef.fromBytes(base.ref().toByteArray());
            store.prepare(new StateId(base.operator().value(), base.partition()), ref);
        }
    }

    /**
     * Begins to update a partition.
     *
     * @param base what to build upon; null: the empty state
     * @param next of the batch
     * @throws StateUnavailableException when storage is away
     */
    <K, S> StateTransaction<K, S> begin(
            StateId id, @Nullable StateRef base, Time next, StateSerializers<K, ?, S> serializers) throws Exception {
        StateStore store = store();
        StateSerializer<K> keys = serializers.forKeys(this, id.operator());
        StateSerializer<S> states = serializers.forStates(this, id.operator());
        return unavailableIfFails(
                "open the state of " + id,
                () -> store.begin(id, base, StateVersion.of(next.milliseconds()), keys, states));
    }

    /** This JVM's store. Not the caller's to close. */
    StateStore store() {
        return JvmResources.get(checkpoint, StateStore.class, this::open);
    }

    /** This JVM's copies of a state that another process works on, kept until a {@link #store} of this JVM takes them over. */
    StandbyStore standby() {
        return JvmResources.standing(checkpoint, StandbyCopies.class, this::openStandby)
                .store();
    }

    /** What writes keys and values of any class, kept in this JVM: it is dear to make. */
    KryoSerializers kryo() {
        return JvmResources.get(checkpoint, SharedKryo.class, this::openKryo).serializers();
    }

    private SharedKryo openKryo() {
        return new SharedKryo(kryo(checkpoint.storage()));
    }

    static KryoSerializers kryo(Storage storage) {
        return KryoSerializers.stored(storage, ROOT, SparkClasses::register);
    }

    private StateStore open() {
        StateOwner owner = owner();
        Storage storage = checkpoint.storage();
        return JvmResources.standing(checkpoint, StandbyCopies.class)
                .flatMap(copies -> copies.store().handOver(storage, owner))
                .orElseGet(() -> open(storage, owner));
    }

    private StateStore open(Storage storage, StateOwner owner) {
        try {
            return StateStore.open(storage, ROOT, Path.of(localDirectory), owner, options(), Clock.system());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the state store in " + localDirectory, e);
        }
    }

    private StandbyCopies openStandby() {
        Clock clock = Clock.system();
        try {
            Storage storage = Storages.openReadOnly(checkpoint.uri(), checkpoint.hadoopConfiguration(), clock);
            return new StandbyCopies(
                    storage, StandbyStore.open(storage, ROOT, Path.of(localDirectory), owner(), options(), clock));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open copies of state in " + localDirectory, e);
        }
    }

    private StateOwner owner() {
        return new StateOwner(
                Epoch.of(checkpoint.epoch()), uniqueInstance(Clock.system()), ExecutorIdentity.location());
    }

    private StateStoreOptions options() {
        StateStoreOptions defaults = StateStoreOptions.defaults().withCommitsPerSnapshot(commitsPerSnapshot);
        return memoryBytes == 0 ? defaults : defaults.withMemoryBytes(memoryBytes);
    }

    /** A name that no other process of this epoch has: executor, process id, and when, for ids that come again. */
    private static String uniqueInstance(Clock clock) {
        return ExecutorIdentity.executorId() + "-" + ProcessHandle.current().pid() + "-"
                + Long.toString(clock.wallMillis(), Character.MAX_RADIX);
    }

    private record SharedKryo(KryoSerializers serializers) implements AutoCloseable {

        /** Holds nothing but memory. */
        @Override
        public void close() {}
    }
    /** @param storage read-only, as long as it may still be read for a copy on its way */
    private record StandbyCopies(Storage storage, StandbyStore store) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            store.close();
            storage.close();
        }
    }
}
