package io.durastream.statestore;

import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.FileInfo;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.wal.SegmentedLog;
import io.durastream.wal.SegmentedLogOptions;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files of the checkpoint directory a state needs. The state store never deletes any; whoever drops references
 * deletes, through the batch log, what the dropped ones need and the retained ones do not.
 *
 * <p>Only references that once counted may be treated so. A losing attempt's may name a snapshot that the next one that
 * counts will name too.
 */
public final class StateFiles {

    private static final Pattern EPOCH = Pattern.compile("(\\d{1,18})-");
    /** Where in operator, partition, kind, name the name is; a changelog has a directory for each writer there. */
    private static final int NAME = 3;

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
        Set<StoragePath> files = new TreeSet<>(changelogOf(id, ref));
        StoragePath manifest = ref.snapshot();
        if (manifest != null) {
            files.addAll(ofSnapshot(manifest));
        }
        return files;
    }

    /**
     * A snapshot's manifest, which is read, and SST files. They never change.
     *
     * @throws io.durastream.storage.DamagedFileException when the manifest is missing or damaged
     */
    public Set<StoragePath> ofSnapshot(StoragePath manifest) throws IOException {
        Set<StoragePath> files = new TreeSet<>();
        files.add(manifest);
        SnapshotManifests.read(storage, manifest).sstFiles().forEach(file -> files.add(file.path()));
        return files;
    }

    /** The changelog segments of a reference. Reads nothing. */
    public Set<StoragePath> changelogOf(StateId id, StateRef ref) {
        Set<StoragePath> files = new TreeSet<>();
        SegmentedLog log = new SegmentedLog(
                storage, id.directory(root).resolve("changelog"), SegmentedLogOptions.defaults(), Clock.system());
        ref.changelog().forEach(extent -> files.add(log.segment(extent.start())));
        return files;
    }

    /**
     * What processes of earlier epochs left and nobody refers to: losing attempts, snapshots that were never finished or
     * named. Files of an epoch before {@code current} get no new references, so these never will.
     *
     * @param retained the references that are still needed, of all partitions
     */
    public Set<StoragePath> leftovers(Epoch current, Map<StateId, ? extends Collection<StateRef>> retained)
            throws IOException {
        Set<StoragePath> files = new TreeSet<>();
        for (FileInfo file : storage.list(root)) {
            if (epochOf(file.path()).filter(epoch -> epoch < current.number()).isPresent()) {
                files.add(file.path());
            }
        }
        for (Map.Entry<StateId, ? extends Collection<StateRef>> partition : retained.entrySet()) {
            for (StateRef ref : partition.getValue()) {
                files.removeAll(referencedBy(partition.getKey(), ref));
            }
        }
        return files;
    }

    /** The epoch that the name of a file in {@code state/<operator>/<partition>/<kind>} begins with. */
    private Optional<Long> epochOf(StoragePath file) {
        String[] names = file.value().substring(root.value().length() + 1).split("/", -1);
        if (names.length <= NAME) {
            return Optional.empty();
        }
        Matcher epoch = EPOCH.matcher(names[NAME]);
        return epoch.lookingAt() ? Optional.of(Long.valueOf(epoch.group(1))) : Optional.empty();
    }
}
