package io.durastream.statestore;

import io.durastream.statestore.LiveState.SnapshotPoint;
import io.durastream.statestore.LiveState.SnapshotWork;
import io.durastream.statestore.SnapshotFiles.Uploaded;
import io.durastream.statestore.SnapshotManifest.SstFile;
import io.durastream.wal.LogExtent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition in this process: at most one live state, and whoever reads it or builds upon it. Thread-safe.
 *
 * <p>The slot's lock is held while the live state is restored, moved or replaced, so two attempts that begin at the same time
 * share the work. It is not held while a transaction is open, nor by a commit.
 */
final class StatePartition {

    private static final Logger LOG = LoggerFactory.getLogger(StatePartition.class);

    private final StateId id;
    private final LiveSlot slot;
    private final Restorer restorer;
    private final SnapshotFiles snapshots;
    private final Changelog changelog;
    private final UniqueNames names;
    private final String location;
    private final SnapshotPace pace;
    private final Executor background;
    /** Guarded by the slot's lock. */
    private boolean closed;

    StatePartition(
            StateId id,
            LiveSlot slot,
            Restorer restorer,
            SnapshotFiles snapshots,
            Changelog changelog,
            UniqueNames names,
            String location,
            SnapshotPace pace,
            Executor background) {
        this.id = id;
        this.slot = slot;
        this.restorer = restorer;
        this.snapshots = snapshots;
        this.changelog = changelog;
        this.names = names;
        this.location = location;
        this.pace = pace;
        this.background = background;
    }

    /**
     * What a transaction reads.
     *
     * @param changes on top of the source
     * @param live what a commit is to be offered to; null where nobody will build upon the result here
     */
    record Base(Source source, Changes changes, @Nullable LiveState live) {}

    /** Has a state restored or brought forward in the background. */
    void prepare(StateRef ref) {
        try {
            background.execute(() -> restoreAhead(ref));
        } catch (RejectedExecutionException e) {
            LOG.debug("The state of {} is restored by the first who asks for it", id, e);
        }
    }

    private void restoreAhead(StateRef ref) {
        try {
            slot.lock();
            try {
                if (!closed) {
                    slot.moveForwardTo(ref, restorer);
                }
            } finally {
                slot.unlock();
            }
        } catch (IOException | LocalStateException e) {
            LOG.info(
                    "Could not restore the state of {} ahead; who asks for it first tries again: {}", id, e.toString());
        }
    }

    /** Opens a state to build upon. Who does that has decided that this state counts. */
    Base begin(@Nullable StateRef ref) throws IOException {
        slot.lock();
        try {
            if (ref != null) {
                confirm(slot.live(), ref);
            }
            return open(ref);
        } finally {
            slot.unlock();
        }
    }

    private void confirm(@Nullable LiveState live, StateRef ref) {
        if (live == null) {
            return;
        }
        try {
            live.delta(ref.lineage()).ifPresent(delta -> live.confirm(delta, ref));
        } catch (LocalStateException e) {
            LOG.warn("The local state of {} failed and is restored", id, e);
        }
    }

    /** Opens a state for reading only; of a commit that nobody has built upon yet it is not known whether it counts. */
    Base view(StateRef ref) throws IOException {
        slot.lock();
        try {
            LiveState live = slot.live();
            Optional<Delta> delta = live == null ? Optional.empty() : live.delta(ref.lineage());
            return live != null && delta.isPresent()
                    ? new Base(live.tiers().open(), delta.get().changes(), null)
                    : open(ref);
        } finally {
            slot.unlock();
        }
    }

    private Base open(@Nullable StateRef ref) throws IOException {
        if (closed) {
            throw new IllegalStateException("The state store is closed");
        }
        LiveState current = slot.live();
        if (current != null && current.isAt(ref)) {
            current.seen(ref);
            return use(current);
        }
        return current != null && current.isNewerThan(ref) ? openOlder(ref) : use(slot.moveTo(ref, restorer));
    }

    private Base use(LiveState current) throws IOException {
        if (current.tiers().isPressed()) {
            current.relieve();
        }
        Optional<SnapshotWork> work = current.beginWork();
        work.ifPresent(found -> start(current, found));
        return new Base(current.tiers().open(), current.newChanges(), current);
    }

    /** A repeated evaluation of an earlier batch: it gets a state of its own, which ends with it. */
    private Base openOlder(@Nullable StateRef ref) throws IOException {
        if (ref == null || ref.lineage().equals(Lineage.EMPTY)) {
            return new Base(Source.empty(), new Changes(), null);
        }
        LOG.info("Restoring an earlier state of {} for a repeated evaluation: {}", id, ref);
        TieredState scratch = restorer.restoreScratch(ref).tiers();
        try {
            return new Base(scratch.open(), new Changes(), null);
        } finally {
            scratch.release();
        }
    }

    /** Makes an attempt's changes durable. Does not wait for the partition's lock. */
    StateRef commit(
            @Nullable LiveState on, @Nullable StateRef base, StateVersion version, StateFormat format, Changes changes)
            throws IOException {
        StateRef from = base == null
                ? new StateRef(version, Lineage.EMPTY, format, location, null, List.of())
                : on == null ? base : on.rebase(base);
        if (changes.isEmpty()) {
            return new StateRef(version, from.lineage(), format, location, from.snapshot(), from.changelog());
        }
        Lineage lineage = new Lineage(names.next());
        OrderedRows ordered = changes.ordered();
        Commit commit = new Commit(version, lineage, from.lineage(), format, ordered);
        List<LogExtent> written = changelog.append(commit, base == null ? List.of() : base.changelog());
        if (on != null) {
            on.add(lineage, new Delta(from.lineage(), changes, ordered));
        }
        return new StateRef(
                version, lineage, format, location, from.snapshot(), Extents.join(from.changelog(), written));
    }

    private void start(LiveState of, SnapshotWork work) {
        of.tiers().db().retain();
        try {
            background.execute(() -> work(of, work));
        } catch (RejectedExecutionException e) {
            of.workDone();
            of.tiers().db().release();
        }
    }

    private void work(LiveState of, SnapshotWork work) {
        SnapshotPoint point = work.point();
        boolean failed = true;
        try {
            if (isReplaced(of)) {
                return;
            }
            if (!point.writeBack().advance(work.due(), pace.stepBytes())) {
                slot.locked(of::workDone);
            } else if (slot.locked(() -> of.canBeNamed(point))) {
                Uploaded uploaded = upload(of, point);
                slot.locked(() -> of.snapshotDone(point, uploaded));
            } else {
                slot.locked(() -> of.writtenBack(point));
            }
            failed = false;
        } catch (IOException | LocalStateException e) {
            LOG.warn(
                    "Cannot make a snapshot of the state of {}; the changelog goes on, and the next one is due after {}"
                            + " commits",
                    id,
                    pace.commits(),
                    e);
        } finally {
            if (failed) {
                slot.locked(of::snapshotFailed);
            }
            of.tiers().db().release();
        }
    }

    private Uploaded upload(LiveState of, SnapshotPoint point) throws IOException {
        RocksInstance db = of.tiers().db();
        db.checkpoint();
        db.verifyCheckpoint(point.content().lineage());
        Map<String, SstFile> known = slot.locked(() -> of.known(point));
        Uploaded uploaded = snapshots.upload(id, point.content(), db.copy().checkpoint(), known);
        db.copy().remember(uploaded.path());
        // Before the snapshot counts as done: the next one uses the same directory.
        Directories.delete(db.copy().checkpoint());
        return uploaded;
    }

    private boolean isReplaced(LiveState state) {
        return slot.locked(() -> slot.live() != state);
    }

    /** Gives up the live state, its local copy and the open changelog; what is asked for later is restored. */
    void giveUp() {
        slot.locked(() -> {
            if (slot.live() != null) {
                LOG.info("Giving up the local state of {}: it is not worked on here any more", id);
                slot.giveUp();
            }
        });
        changelog.rest();
    }

    /** Gives the live state up, which ends with the last transaction that reads it; its copy stays. */
    void close() {
        slot.locked(() -> {
            closed = true;
            slot.release();
        });
    }

    void endChangelog() {
        changelog.close();
    }
}
