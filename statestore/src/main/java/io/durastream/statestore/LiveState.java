package io.durastream.statestore;

import io.durastream.statestore.SnapshotFiles.Uploaded;
import io.durastream.statestore.SnapshotManifest.SstFile;
import io.durastream.wal.LogExtent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The partition's state that later batches build upon: a RocksDB with a <em>confirmed</em> version, and on the heap the
 * commits on top of it that nobody has built upon yet. Confirmed is what some later batch named as its base, or what was
 * restored. Guarded by the partition's lock, except where said otherwise.
 */
final class LiveState {

    /** More commits on one base are repeated attempts; a forgotten one is found in the changelog if it is wanted. */
    private static final int MAX_DELTAS = 4;

    private final RocksInstance db;
    private Lineage lineage;
    /** The newest reference to the confirmed content; null while that is the empty state and nobody referred to it. */
    private @Nullable StateRef confirmed;
    /** Commits between the snapshot that the confirmed reference names and its content. */
    private int commitsSinceSnapshot;

    private int nextSnapshotAt;
    private boolean snapshotRunning;
    private @Nullable Uploaded lastUpload;
    // Written by the thread of the snapshots, read by committing ones without the partition's lock.
    private volatile @Nullable NewSnapshot newSnapshot;
    /** Guarded by itself: commits do not wait for the partition's lock. */
    private final Map<Lineage, Delta> deltas = new LinkedHashMap<>();

    LiveState(
            RocksInstance db,
            Lineage lineage,
            @Nullable StateRef confirmed,
            int commitsSinceSnapshot,
            @Nullable Uploaded lastUpload,
            int commitsPerSnapshot) {
        this.db = db;
        this.lineage = lineage;
        this.confirmed = confirmed;
        this.commitsSinceSnapshot = commitsSinceSnapshot;
        this.lastUpload = lastUpload;
        this.nextSnapshotAt = commitsPerSnapshot;
    }

    RocksInstance db() {
        return db;
    }

    Lineage lineage() {
        return lineage;
    }

    boolean isNewerThan(@Nullable StateRef ref) {
        return confirmed != null && (ref == null || ref.version().isBefore(confirmed.version()));
    }

    /** Registers a commit; thread-safe. */
    void add(Lineage result, Delta delta) {
        synchronized (deltas) {
            deltas.put(result, delta);
            if (deltas.size() > MAX_DELTAS) {
                deltas.remove(deltas.keySet().iterator().next());
            }
        }
    }

    /** The commit with this result, if it is one on top of the confirmed content. */
    Optional<Delta> delta(Lineage result) {
        synchronized (deltas) {
            return Optional.ofNullable(deltas.get(result))
                    .filter(delta -> delta.base().equals(lineage));
        }
    }

    /** Applies the commit that {@code ref} refers to, and forgets its siblings. */
    void confirm(Delta delta, StateRef ref) {
        db.apply(delta.changes().entrySet(), ref.lineage());
        moveTo(ref, commitsSinceSnapshot + 1);
    }

    /** The content has become that of {@code ref}. */
    void moveTo(StateRef ref, int commits) {
        lineage = ref.lineage();
        confirmed = ref;
        commitsSinceSnapshot = commits;
        synchronized (deltas) {
            deltas.clear();
        }
    }

    /** Somebody referred to the confirmed content, perhaps with a later version or snapshot than those before. */
    void seen(@Nullable StateRef ref) {
        if (ref != null && !isNewerThan(ref)) {
            confirmed = ref;
        }
    }

    /** What a snapshot would be of, if one is due; then {@link #snapshotDone} or {@link #snapshotFailed} must follow. */
    boolean beginSnapshot() {
        if (snapshotRunning || confirmed == null || commitsSinceSnapshot < nextSnapshotAt) {
            return false;
        }
        snapshotRunning = true;
        return true;
    }

    /** What is confirmed now, for the snapshot that has begun. */
    SnapshotPoint snapshotPoint() {
        StateRef content = Objects.requireNonNull(confirmed);
        boolean known = lastUpload != null && lastUpload.path().equals(content.snapshot());
        return new SnapshotPoint(
                content,
                commitsSinceSnapshot,
                known ? Objects.requireNonNull(lastUpload).byLocalName() : Map.of());
    }

    void snapshotDone(SnapshotPoint point, Uploaded uploaded, int commitsPerSnapshot) {
        snapshotRunning = false;
        lastUpload = uploaded;
        newSnapshot = new NewSnapshot(uploaded, point.content());
        commitsSinceSnapshot -= point.commits();
        nextSnapshotAt = commitsPerSnapshot;
    }

    void snapshotFailed(int commitsPerSnapshot) {
        snapshotRunning = false;
        nextSnapshotAt = commitsSinceSnapshot + commitsPerSnapshot;
    }

    /**
     * The base of a commit as its result shall refer to it: to the new snapshot, where there is one that the base builds
     * upon. Thread-safe.
     */
    StateRef rebase(StateRef base) {
        NewSnapshot snapshot = newSnapshot;
        return snapshot == null ? base : snapshot.rebase(base);
    }

    /**
     * The content that a snapshot is made of.
     *
     * @param commits those since the earlier snapshot
     * @param known SST files of the earlier snapshot, which the new one may share: they are retained as long as
     *     {@code content} is
     */
    record SnapshotPoint(StateRef content, int commits, Map<String, SstFile> known) {}

    /**
     * A snapshot that references do not name yet.
     *
     * @param of the reference to its content when it was made
     */
    private record NewSnapshot(Uploaded uploaded, StateRef of) {

        /**
         * Only a base that refers to the snapshot before this one is rebased: this one shares files with that one, and
         * once references name another one, those files may be deleted.
         */
        StateRef rebase(StateRef base) {
            if (!Objects.equals(base.snapshot(), of.snapshot())) {
                return base;
            }
            Optional<List<LogExtent>> rest = Extents.behind(of.changelog(), base.changelog());
            return rest.map(changelog -> new StateRef(
                            base.version(), base.lineage(), base.format(), base.location(), uploaded.path(), changelog))
                    .orElse(base);
        }
    }
}
