package io.durastream.statestore;

import io.durastream.statestore.SnapshotFiles.Uploaded;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.StoragePath;
import java.io.IOException;
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
    private final HeapBudget budget;
    private final LocalDirectories directories;
    private final SnapshotFiles snapshots;
    private final Changelog changelog;
    private final SnapshotPace pace;

    Restorer(
            StateId id,
            RocksResources resources,
            HeapBudget budget,
            LocalDirectories directories,
            SnapshotFiles snapshots,
            Changelog changelog,
            SnapshotPace pace) {
        this.id = id;
        this.resources = resources;
        this.budget = budget;
        this.directories = directories;
        this.snapshots = snapshots;
        this.changelog = changelog;
        this.pace = pace;
    }

    /** The state that {@code ref} refers to; null: the empty one. */
    LiveState restore(@Nullable StateRef ref) throws IOException {
        Chain chain = changelog.chainTo(ref);
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
        LiveState scratch = restoreFromCheckpoint(ref, changelog.chainTo(ref));
        scratch.tiers().db().discardWhenReleased();
        return scratch;
    }

    /** What leads from a live state to a reference, where it is a predecessor of that. */
    Chain way(LiveState from, StateRef to) throws IOException {
        return changelog.chain(from.confirmed(), to);
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
            if (!chain.contains(db.content())) {
                LOG.info("Not using the local state of {} in {}: it is no version that leads to {}", id, copy, ref);
                return Optional.empty();
            }
            LiveState live = bringForward(db, ref, chain, rememberedUpload(copy, ref));
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
            Span content = db.content();
            if (!content.from().equals(start) || !chain.contains(content)) {
                throw new DamagedFileException(
                        String.valueOf(uploaded),
                        0,
                        "expected content from " + start + " on that leads to " + ref + ", found " + content);
            }
            LiveState live = bringForward(db, ref, chain, uploaded);
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
    private LiveState bringForward(RocksInstance db, @Nullable StateRef ref, Chain chain, @Nullable Uploaded uploaded)
            throws IOException {
        TieredState tiers = new TieredState(db, budget);
        if (ref == null) {
            return new LiveState(tiers, null, 0, null, pace);
        }
        boolean done = false;
        try {
            chain.bringForward(tiers);
            done = true;
        } finally {
            if (!done) {
                // The caller keeps its own use of the RocksDB.
                db.retain();
                tiers.release();
            }
        }
        return new LiveState(tiers, ref, chain.commits().size(), uploaded, pace);
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
