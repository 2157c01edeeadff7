package io.durastream.statestore;

import io.durastream.statestore.Changelog.Chain;
import io.durastream.statestore.SnapshotFiles.Uploaded;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one partition's state back, from the best of what survived: a local copy of an earlier process, brought up to
 * date from the changelog; or the snapshot, and then the changelog.
 */
final class Restorer {

    private static final Logger LOG = LoggerFactory.getLogger(Restorer.class);

    private final StateId id;
    private final RocksResources resources;
    private final LocalDirectories directories;
    private final SnapshotFiles snapshots;
    private final Changelog changelog;
    private final int commitsPerSnapshot;

    Restorer(
            StateId id,
            RocksResources resources,
            LocalDirectories directories,
            SnapshotFiles snapshots,
            Changelog changelog,
            int commitsPerSnapshot) {
        this.id = id;
        this.resources = resources;
        this.directories = directories;
        this.snapshots = snapshots;
        this.changelog = changelog;
        this.commitsPerSnapshot = commitsPerSnapshot;
    }

    /** The state that {@code ref} refers to; null: the empty one. */
    LiveState restore(@Nullable StateRef ref) throws IOException {
        Chain chain = chain(ref);
        Optional<LiveState> local = Optional.empty();
        for (LocalCopy copy : directories.leftBehind(id)) {
            if (local.isEmpty()) {
                local = adopt(copy, ref, chain);
            } else {
                discard(copy, "another copy is used");
            }
        }
        return local.isPresent() ? local.get() : restoreFromCheckpoint(ref, chain);
    }

    /** The same, of a state that nobody will build upon here: to be thrown away, and local copies stay as they are. */
    LiveState restoreScratch(StateRef ref) throws IOException {
        LiveState scratch = restoreFromCheckpoint(ref, chain(ref));
        scratch.db().discardWhenReleased();
        return scratch;
    }

    /**
     * Moves a live state forward to a reference that it is a predecessor of.
     *
     * @return false if it is none; then the live state is unchanged
     */
    boolean catchUp(LiveState live, StateRef ref) throws IOException {
        Chain chain = chain(ref);
        if (!chain.contains(live.lineage())) {
            return false;
        }
        changelog.replay(ref, chain.after(live.lineage()), live.db());
        live.moveTo(ref, chain.commits().size());
        return true;
    }

    private Chain chain(@Nullable StateRef ref) throws IOException {
        return ref == null ? new Chain(Lineage.EMPTY, List.of()) : changelog.chainTo(ref);
    }

    private Optional<LiveState> adopt(LocalCopy copy, @Nullable StateRef ref, Chain chain) throws IOException {
        RocksInstance db;
        try {
            db = RocksInstance.open(resources, copy);
        } catch (LocalStateException e) {
            discard(copy, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        boolean used = false;
        try {
            Lineage lineage = db.lineage().filter(chain::contains).orElse(null);
            if (lineage == null) {
                LOG.info("Not using the local state of {} in {}: it is no version that leads to {}", id, copy, ref);
                return Optional.empty();
            }
            LiveState live = bringForward(db, lineage, ref, chain, rememberedUpload(copy, ref));
            used = true;
            LOG.info("Using the local state of {} in {}", id, copy);
            return Optional.of(live);
        } catch (LocalStateException e) {
            LOG.info("Not using the local state of {} in {}: {}", id, copy, e.getMessage());
            return Optional.empty();
        } finally {
            if (!used) {
                db.discardWhenReleased();
                db.release();
            }
        }
    }

    private @Nullable Uploaded rememberedUpload(LocalCopy copy, @Nullable StateRef ref) throws IOException {
        StoragePath snapshot = ref == null ? null : ref.snapshot();
        return snapshot != null && copy.remembers(snapshot)
                ? new Uploaded(
                        snapshot,
                        snapshots.manifest(
                                id, snapshot, Objects.requireNonNull(ref).format()))
                : null;
    }

    private void discard(LocalCopy copy, String reason) throws IOException {
        LOG.info("Not using the local state of {} in {}: {}", id, copy, reason);
        Directories.delete(copy.directory());
    }

    private LiveState restoreFromCheckpoint(@Nullable StateRef ref, Chain chain) throws IOException {
        LocalCopy copy = directories.create(id);
        StoragePath snapshot = ref == null ? null : ref.snapshot();
        if (snapshot == null) {
            checkStart(ref, chain, Lineage.EMPTY);
            return restoreFrom(RocksInstance.create(resources, copy), Lineage.EMPTY, ref, chain, null);
        }
        SnapshotManifest manifest =
                snapshots.manifest(id, snapshot, Objects.requireNonNull(ref).format());
        checkStart(ref, chain, manifest.lineage());
        snapshots.download(manifest, copy.database());
        copy.remember(snapshot);
        RocksInstance db = RocksInstance.open(resources, copy);
        return restoreFrom(db, manifest.lineage(), ref, chain, new Uploaded(snapshot, manifest));
    }

    private LiveState restoreFrom(
            RocksInstance db, Lineage start, @Nullable StateRef ref, Chain chain, @Nullable Uploaded uploaded)
            throws IOException {
        boolean done = false;
        try {
            if (!db.lineage().equals(Optional.of(start))) {
                throw new DamagedFileException(
                        String.valueOf(uploaded),
                        0,
                        "expected content of lineage " + start + ", found " + db.lineage());
            }
            LiveState live = bringForward(db, start, ref, chain, uploaded);
            done = true;
            return live;
        } finally {
            if (!done) {
                db.discardWhenReleased();
                db.release();
            }
        }
    }

    /** Applies what is missing. */
    private LiveState bringForward(
            RocksInstance db, Lineage lineage, @Nullable StateRef ref, Chain chain, @Nullable Uploaded uploaded)
            throws IOException {
        if (ref == null) {
            return new LiveState(db, lineage, null, 0, null, commitsPerSnapshot);
        }
        changelog.replay(ref, chain.after(lineage), db);
        return new LiveState(db, ref.lineage(), ref, chain.commits().size(), uploaded, commitsPerSnapshot);
    }

    private void checkStart(@Nullable StateRef ref, Chain chain, Lineage expected) throws DamagedFileException {
        if (!chain.start().equals(expected)) {
            throw new DamagedFileException(
                    id + " " + ref,
                    0,
                    "expected commits that begin at " + expected + ", but they begin at " + chain.start());
        }
    }
}
