package io.durastream.runtime.state;

import io.durastream.checkpoint.BatchState;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.StateEntry;
import io.durastream.runtime.driver.Garbage;
import io.durastream.statestore.StateFiles;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateRef;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Finds state files that no retained version needs. Files of this epoch count as garbage once a committed version that
 * needed them is no longer retained: before that they may be on their way to being referred to. What earlier epochs left
 * behind and nothing refers to is found by a listing, once.
 *
 * <p>Cheap enough for many partitions: the batch thread only puts versions aside, and the manifest of a snapshot is read
 * once, however many versions need it.
 */
public final class StateGarbage implements Garbage {

    private final StateFiles files;
    private final Epoch epoch;

    /** Versions that were committed after the last search; the batch thread adds, searches take. */
    private final Queue<Version> committed = new ConcurrentLinkedQueue<>();

    private Set<StoragePath> needed = Set.of();
    /** By manifest, the files of the snapshots that the last search met. */
    private Map<StoragePath, Set<StoragePath>> snapshots = Map.of();

    private boolean lookedForLeftovers;

    /** @param epoch the driver's */
    public StateGarbage(Storage storage, Epoch epoch) {
        this.files = new StateFiles(storage, StateAccess.ROOT);
        this.epoch = epoch;
    }

    @Override
    public void committed(LogState state) {
        state.lastCommitted()
                .map(state.batches()::get)
                .ifPresent(batch -> committed.add(new Version(state.sequence(), batch.state())));
    }

    /** The files that were needed, or left behind, and are not needed any more. */
    @Override
    public Collection<StoragePath> find(LogState state) throws IOException {
        List<Version> versions = committed.stream()
                .filter(version -> version.sequence <= state.sequence())
                .toList();
        Map<StateId, Set<StateRef>> retained = retainedBy(state);
        Map<StoragePath, Set<StoragePath>> met = new HashMap<>();
        Set<StoragePath> neededNow = neededBy(retained, met);
        Set<StoragePath> garbage = new LinkedHashSet<>(needed);
        garbage.addAll(neededBy(byPartition(versions.stream().flatMap(version -> version.refs.stream())), met));
        if (!lookedForLeftovers) {
            garbage.addAll(files.leftovers(epoch, retained));
            lookedForLeftovers = true;
        }
        garbage.removeAll(neededNow);
        needed = neededNow;
        snapshots = met;
        versions.forEach(version -> committed.remove());
        return garbage;
    }

    /** @param met takes the snapshots that were met, by manifest */
    private Set<StoragePath> neededBy(Map<StateId, Set<StateRef>> versions, Map<StoragePath, Set<StoragePath>> met)
            throws IOException {
        Set<StoragePath> all = new HashSet<>();
        for (Map.Entry<StateId, Set<StateRef>> partition : versions.entrySet()) {
            for (StateRef ref : partition.getValue()) {
                all.addAll(files.changelogOf(partition.getKey(), ref));
                StoragePath manifest = ref.snapshot();
                if (manifest != null) {
                    all.addAll(filesOf(manifest, met));
                }
            }
        }
        return all;
    }

    private Set<StoragePath> filesOf(StoragePath manifest, Map<StoragePath, Set<StoragePath>> met) throws IOException {
        Set<StoragePath> known = met.getOrDefault(manifest, snapshots.get(manifest));
        Set<StoragePath> snapshot = known == null ? files.ofSnapshot(manifest) : known;
        met.put(manifest, snapshot);
        return snapshot;
    }

    private static Map<StateId, Set<StateRef>> retainedBy(LogState state) {
        Stream<StateEntry> latest =
                state.state().values().stream().map(Map::values).flatMap(Collection::stream);
        Stream<StateEntry> ofBatches =
                state.batches().values().stream().map(BatchState::state).flatMap(Collection::stream);
        return byPartition(Stream.concat(latest, ofBatches));
    }

    private static Map<StateId, Set<StateRef>> byPartition(Stream<StateEntry> entries) {
        Map<StateId, Set<StateRef>> refs = new LinkedHashMap<>();
        entries.distinct()
                .forEach(entry -> refs.computeIfAbsent(
                                new StateId(entry.operator().value(), entry.partition()), id -> new LinkedHashSet<>())
                        .add(StateRef.fromBytes(entry.ref().toByteArray())));
        return refs;
    }

    /** @param sequence of the entry of the batch log that committed it, or of a later one before the next commit */
    private record Version(long sequence, List<StateEntry> refs) {}
}
