package io.durastream.statestore;

import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.wal.SegmentedLog;
import io.durastream.wal.SegmentedLogOptions;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which files of the checkpoint directory a state needs. The state store never deletes any; whoever drops references
 * deletes, through the batch log, what the dropped ones need and the retained ones do not.
 *
 * <p>Only references that once counted may be treated so. A losing attempt's may name a snapshot that the next one that
 * counts will name too.
 */
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
        Set<StoragePath> files = new TreeSet<>();
        StoragePath manifest = ref.snapshot();
        if (manifest != null) {
            files.add(manifest);
            SnapshotManifests.read(storage, manifest).sstFiles().forEach(file -> files.add(file.path()));
        }
        SegmentedLog log = new SegmentedLog(
                storage, id.directory(root).resolve("changelog"), SegmentedLogOptions.defaults(), Clock.system());
        ref.changelog().forEach(extent -> files.add(log.segment(extent.start())));
        return files;
    }
}
