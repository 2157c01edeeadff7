package io.durastream.statestore;

import io.durastream.statestore.SnapshotFiles.Uploaded;
import io.durastream.statestore.SnapshotManifest.SstFile;
import io.durastream.wal.LogExtent;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The partition's state that later batches build upon: a <em>confirmed</em> version, and the commits on top of it that nobody
 * has built upon yet. Confirmed is what some later batch named as its base, or what was restored. Guarded by the partition's
 * lock, except where said otherwise.
 */
final class LiveState {

    /** More commits on one base are repeated attempts; a forgotten one is found in the changelog if it is wanted. */
    private static final int MAX_DELTAS = 4;

    private final TieredState tiers;
    private final SnapshotPace pace;
    private @Nullable StateRef confirmed;
    /** Commits between the last snapshot, made here or restored from, or the last write-back, and the confirmed content. */
    private int commitsSinceSnapshot;

    private int nextSnapshotAt;
    private Changes.Size lastChanges = Changes.Size.NONE;
    private @Nullable SnapshotPoint snapshotting;
    private boolean atWork;
    private @Nullable Uploaded lastUpload;
    // Written by the thread of the snapshots, read by committing ones without the partition's lock.
    private volatile @Nullable NewSnapshot newSnapshot;
    /** Guarded by itself: commits do not wait for the partition's lock. */
    private final Map<Lineage, Delta> deltas = new LinkedHashMap<>();

    LiveState(
            TieredState tiers,
            @Nullable StateRef confirmed,
            int commitsSinceSnapshot,
            @Nullable Uploaded lastUpload,
            SnapshotPace pace) {
        this.tiers = tiers;
        this.confirmed = confirmed;
        this.commitsSinceSnapshot = commitsSinceSnapshot;
        this.lastUpload = lastUpload;
        this.pace = pace;
        this.nextSnapshotAt = pace.commits();
    }

    TieredState tiers() {
        return tiers;
    }

    Lineage lineage() {
        return tiers.content().from();
    }

    /** Whether the confirmed content is that of {@code ref}; null: of the empty state. */
    boolean isAt(@Nullable StateRef ref) {
        return lineage().equals(ref == null ? Lineage.EMPTY : ref.lineage());
    }

    /** The newest reference to the confirmed content; null while that is the empty state and nobody referred to it. */
    @Nullable
    StateRef confirmed() {
        return confirmed;
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
                    .filter(delta -> delta.base().equals(lineage()));
        }
    }

    /** For an attempt, which will change about as much as the last one. */
    Changes newChanges() {
        return new Changes(lastChanges);
    }

    /** Applies the commit that {@code ref} refers to, and forgets its siblings. */
    void confirm(Delta delta, StateRef ref) {
        tiers.apply(delta.ordered(), ref.lineage());
        lastChanges = delta.changes().size();
        moved(ref, 1);
    }

    /** Applies the commits of others that lead to {@code ref}. */
    void follow(Chain chain, StateRef ref) throws IOException {
        int commits = chain.after(lineage()).size();
        chain.bringForward(tiers);
        moved(ref, commits);
    }

    /** The content has become that of {@code ref}, so many commits later. */
    private void moved(StateRef ref, int commits) {
        confirmed = ref;
        commitsSinceSnapshot += commits;
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

    /**
     * Begins work on the next snapshot, or goes on with it, where there is something to do; then {@link #workDone}, {@link
     * #snapshotDone} or {@link #snapshotFailed} must follow. A snapshot begins when the commits since the last one are
     * enough.
     */
    Optional<SnapshotWork> beginWork() throws IOException {
        StateRef content = confirmed;
        if (atWork || content == null) {
            return Optional.empty();
        }
        if (snapshotting == null && commitsSinceSnapshot >= nextSnapshotAt && !waitsForReferences(content)) {
            snapshotting = new SnapshotPoint(content, commitsSinceSnapshot, tiers.writeBack());
        }
        if (snapshotting == null) {
            return Optional.empty();
        }
        atWork = true;
        double due = (double) (commitsSinceSnapshot - snapshotting.commits() + 1) / pace.commits();
        return Optional.of(new SnapshotWork(snapshotting, due));
    }

    /**
     * Whether references name the snapshot before the newest one still: then the next one could not share files with the
     * newest. It cannot be waited for them for ever, because references of other processes may never name it.
     */
    private boolean waitsForReferences(StateRef content) {
        NewSnapshot latest = newSnapshot;
        return latest != null
                && Objects.equals(latest.of().snapshot(), content.snapshot())
                && commitsSinceSnapshot < 2 * nextSnapshotAt;
    }

    /** The write-back has come as far as it should for now. */
    void workDone() {
        atWork = false;
    }

    /** Writes back at once what is on the way, or anything if nothing is. */
    void relieve() throws IOException {
        SnapshotPoint point = snapshotting;
        WriteBack writeBack = point == null ? tiers.writeBack() : point.writeBack();
        writeBack.advance(1, 0);
    }

    /**
     * SST files of the earlier snapshot, which the new one may share: where references name that one, its files are
     * retained, and to others the new one is not given.
     */
    Map<String, SstFile> known(SnapshotPoint point) {
        Uploaded last = lastUpload;
        return last != null && last.path().equals(point.content().snapshot()) ? last.byLocalName() : Map.of();
    }

    /**
     * Whether a snapshot of this point would come to be named: references name the same snapshot still as when it began.
     * They name another one when they are those of another process, whose commits this one followed meanwhile.
     */
    boolean canBeNamed(SnapshotPoint point) {
        return confirmed != null && Objects.equals(point.content().snapshot(), confirmed.snapshot());
    }

    void snapshotDone(SnapshotPoint point, Uploaded uploaded) {
        lastUpload = uploaded;
        newSnapshot = new NewSnapshot(
                uploaded, point.content(), Objects.requireNonNull(confirmed).version());
        writtenBack(point);
    }

    /** The RocksDB is up to date, and there is no snapshot of it. */
    void writtenBack(SnapshotPoint point) {
        commitsSinceSnapshot = Math.max(0, commitsSinceSnapshot - point.commits());
        nextSnapshotAt = pace.commits();
        snapshotting = null;
        atWork = false;
    }

    void snapshotFailed() {
        nextSnapshotAt = commitsSinceSnapshot + pace.commits();
        snapshotting = null;
        atWork = false;
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
     * The content that a snapshot begins with.
     *
     * @param commits those since the earlier snapshot
     * @param writeBack brings the RocksDB to this content and beyond
     */
    record SnapshotPoint(StateRef content, int commits, WriteBack writeBack) {}

    /**
     * What is to be done for a snapshot.
     *
     * @param due how much of its write-back should be done by now, from 0 to 1, if it shall end with the interval
     */
    record SnapshotWork(SnapshotPoint point, double due) {}

    /**
     * A snapshot that references do not name yet.
     *
     * @param of the reference to the content that it began with
     * @param notBefore the version whose changes it may contain
     */
    private record NewSnapshot(Uploaded uploaded, StateRef of, StateVersion notBefore) {

        /**
         * Only a base that refers to the snapshot before this one is rebased: this one shares files with that one, and
         * once references name another one, those files may be deleted. And only one that has all that the snapshot may
         * have.
         */
        StateRef rebase(StateRef base) {
            if (!Objects.equals(base.snapshot(), of.snapshot())
                    || base.version().isBefore(notBefore)) {
                return base;
            }
            Optional<List<LogExtent>> rest = Extents.behind(of.changelog(), base.changelog());
            return rest.map(changelog -> new StateRef(
                            base.version(), base.lineage(), base.format(), base.location(), uploaded.path(), changelog))
                    .orElse(base);
        }
    }
}
