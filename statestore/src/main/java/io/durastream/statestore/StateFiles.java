package io.durastream.statestore;

import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.Set;

/**
 * Which files of the checkpoint directory a state needs. The state store never deletes any; whoever drops references
 * deletes, through the batch log, what the dropped ones need and the retained ones do not.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class StateFiles {

    private final Storage storage;
    private final StoragePath root;

    /**
     * Looks, and never writes.
     *
     * @param root the directory that all {@link StateStore}s of the application were given
     */
    public StateFiles(Storage storage, StoragePath root) {
        this.storage = storage;
        this.root = root;
    }

    /**
     * The snapshot's manifest and SST files, and the changelog segments. Reads the manifest.
     *
     * @throws io.durastream.storage.DamagedFileException when the manifest is missing or damaged
     */
    public Set<StoragePath> referencedBy(StateId id, StateRef ref) throws IOException {
        throw new UnsupportedOperationException("Not written yet: " + storage + root);
    }
}
