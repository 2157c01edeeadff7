package io.durastream.runtime.state;

import io.durastream.checkpoint.BatchState;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.StateEntry;
import io.durastream.statestore.StateFiles;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateRef;
import io.durastream.storage.FileInfo;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds state files that no retained version needs. Files of this epoch count as garbage once a version that needed them
 * is no longer retained: before that they may be on their way to being referred to. What earlier epochs left behind and
 * nothing refers to is found by a listing, once.
 */
public final class StateGarbage {

    private final StateFiles files;
    private Set<StoragePath> needed = Set.of();
    private Set<StoragePath> leftBehind;

    /** Lists what is there: to be made after the claim of the epoch and before anything of it runs. */
    public StateGarbage(Storage storage) throws IOException {
        this.files = new StateFiles(storage, StateAccess.ROOT);
        this.leftBehind = new HashSet<>();
        for (FileInfo file : storage.list(StateAccess.ROOT)) {
            leftBehind.add(file.path());
        }
    }

    /** The files that were needed, or left behind, and are not needed any more. */
    public Collection<StoragePath> find(LogState state) throws IOException {
        Set<StoragePath> neededNow = neededBy(state);
        Set<StoragePath> garbage = new LinkedHashSet<>(needed);
        garbage.addAll(leftBehind);
        garbage.removeAll(neededNow);
        leftBehind = new HashSet<>();
        needed = neededNow;
        return garbage;
    }

    private Set<StoragePath> neededBy(LogState state) throws IOException {
        Set<StoragePath> needs = new HashSet<>();
        Stream<StateEntry> latest =
                state.state().values().stream().map(Map::values).flatMap(Collection::stream);
        Stream<StateEntry> retained = state.batches().values().stream().map(BatchState::state).flatMap(Collection::stream);
        Set<StateEntry> entries = new LinkedHashSet<>();
        Stream.concat(latest, retained).forEach(entries::add);
        for (StateEntry entry : entries) {
            StateId id = new StateId(entry.operator().value(), entry.partition());
            needs.addAll(files.referencedBy(id, StateRef.fromBytes(entry.ref().toByteArray())));
        }
        return needs;
    }
}
