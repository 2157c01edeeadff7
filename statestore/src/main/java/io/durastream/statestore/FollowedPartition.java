package io.durastream.statestore;

import io.durastream.statestore.LiveState.SnapshotPoint;
import io.durastream.statestore.LiveState.SnapshotWork;
import java.io.IOException;
import java.util.Optional;

/** A partition whose commits are made in another process, and applied here too. Thread-safe. */
final class FollowedPartition {

    private final LiveSlot slot;
    private final Restorer restorer;
    private final SnapshotPace pace;
    // Set by who hands over, which does not wait for a restore; read by who follows.
    private volatile boolean ended;

    FollowedPartition(LiveSlot slot, Restorer restorer, SnapshotPace pace) {
        this.slot = slot;
        this.restorer = restorer;
        this.pace = pace;
    }

    /** Brings the live state to a version, or makes it, and then the RocksDB below it a step nearer. */
    void follow(StateRef ref) throws IOException {
        LiveState live;
        Optional<SnapshotWork> work;
        slot.lock();
        try {
            if (ended) {
                throw new IllegalStateException("The standby's store is closed or was handed over");
            }
            live = slot.moveForwardTo(ref, restorer);
            work = live.beginWork();
            if (work.isPresent()) {
                live.tiers().db().retain();
            }
        } finally {
            slot.unlock();
        }
        if (work.isPresent()) {
            writeBack(live, work.get());
        }
    }

    /**
     * As often as a leader snapshots the RocksDB, it is brought up to date here: what is only on the heap cannot leave it, and
     * is missing in the copy that a crash leaves behind.
     */
    private void writeBack(LiveState live, SnapshotWork work) {
        SnapshotPoint point = work.point();
        boolean failed = true;
        try {
            boolean upToDate = point.writeBack().advance(work.due(), pace.stepBytes());
            slot.locked(() -> {
                if (upToDate) {
                    live.writtenBack(point);
                } else {
                    live.workDone();
                }
            });
            failed = false;
        } finally {
            if (failed) {
                slot.locked(live::snapshotFailed);
            }
            live.tiers().db().release();
        }
    }

    /** Gives up what is here, its local copy too: the partition is followed elsewhere. */
    void giveUp() {
        slot.locked(slot::giveUp);
    }

    /** Follows no more; the live state and its copy stay. */
    void end() {
        ended = true;
    }

    /** Follows no more, and ends the live state; its copy stays. */
    void close() {
        ended = true;
        slot.locked(slot::release);
    }
}
