package io.durastream.runtime.state;

import io.durastream.checkpoint.BatchState;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.StateEntry;
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
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds state files that no retained version needs. Files of this epoch count as garbage once a committed version that
 * needed them is no longer retained: before that they may be on their way to being referred to. What earlier epochs left
 * behind and nothing refers to is found by a listing, once. Used by one thread at a time.
 *
 * <p>Cheap enough for many partitions: the manifest of a snapshot is read once, however many versions need it.
 */
public final class StateGarbage {

    private final StateFiles files;
    private final Epoch epoch;
    private Set<StoragePath> needed = Set.of();
    /** By manifest, the files of the snapshots that were needed. */
    private Map<StoragePath, Set<StoragePath>> snapshots = Map.of();

    private boolean lookedForLeftovers;

    /** @param epoch the driver's */
    public StateGarbage(Storage storage, Epoch epoch) {
        this.files = new StateFiles(storage, StateAccess.ROOT);
        this.epoch = epoch;
    }

    /** The files that were needed, or left behind, and are not needed any more. */
    public Collection<StoragePath> find(LogState state) throws IOException {
        Map<StateId, Set<StateRef>> retained = retainedBy(state);
        Set<StoragePath> neededNow = neededBy(retained);
        Set<StoragePath> garbage = new LinkedHashSet<>(needed);
        if (!lookedForLeftovers) {
            garbage.addAll(files.leftovers(epoch, retained));
            lookedForLeftovers = true;
        }
        garbage.removeAll(neededNow);
        needed = neededNow;
        return garbage;
    }

    private Set<StoragePath> neededBy(Map<StateId, Set<StateRef>> retained) throws IOException {
        Set<StoragePath> all = new HashSet<>();
        Map<StoragePath, Set<StoragePath>> read = new HashMap<>();
        for (Map.Entry<StateId, Set<StateRef>> partition : retained.entrySet()) {
            for (StateRef ref : partition.getValue()) {
                all.addAll(files.changelogOf(partition.getKey(), ref));
                StoragePath manifest = ref.snapshot();
                if (manifest != null && !read.containsKey(manifest)) {
                    Set<StoragePath> known = snapshots.get(manifest);
                    read.put(manifest, known == null ? files.ofSnapshot(manifest) : known);
                }
            }
        }
        read.values().forEach(all::addAll);
        snapshots = read;
        return all;
    }

    private static Map<StateId, Set<StateRef>> retainedBy(LogState state) {
        Stream<StateEntry> latest =
                state.state().values().stream().map(Map::values).flatMap(Collection::stream);
        Stream<StateEntry> ofBatches =
                state.batches().values().stream().map(BatchState::state).flatMap(Collection::stream);
        Map<StateId, Set<StateRef>> retained = new LinkedHashMap<>();
        Stream.concat(latest, ofBatches)
                .distinct()
                .forEach(entry -> retained.computeIfAbsent(
                                new StateId(entry.operator().value(), entry.partition()), id -> new LinkedHashSet<>())
                        .add(StateRef.fromBytes(entry.ref().toByteArray())));
        return retained;
    }
}
