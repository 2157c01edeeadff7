package io.durastream.checkpoint;

import io.durastream.checkpoint.LogDirectory.Listing;
import io.durastream.storage.DamagedFileException;
import java.io.IOException;

/**
 * One compaction of the batch log up to a state: puts a snapshot, and deletes what it covers, except entries that start
 * an epoch. Recovery then reads the snapshot and what follows. The order of the steps is part of the fencing, see {@link
 * BatchLog}.
 *
 * <p>Made by {@link BatchLog#compaction}; may run on any thread while the log is appended to. Compactions of one log run
 * one after the other.
 */
public final class Compaction {

    private final LogDirectory directory;
    private final LogState state;
    private final boolean snapshotIsNew;

    /** @param snapshotIsNew whether the snapshot was never put before; its name is put once */
    Compaction(LogDirectory directory, LogState state, boolean snapshotIsNew) {
        this.directory = directory;
        this.state = state;
        this.snapshotIsNew = snapshotIsNew;
    }

    /**
     * Compacts. Does nothing when another driver leads; the next append will say so.
     *
     * @throws IOException when it was not done or only in part; nothing is lost, and the next compaction makes up for it
     */
    public void run() throws IOException {
        if (snapshotIsNew) {
            directory.put(state);
        }
        deleteCovered();
    }

    /** Once it is sure that the snapshot is there and whole. */
    private void deleteCovered() throws IOException {
        if (!directory.readSnapshot(state.sequence()).equals(state)) {
            throw new DamagedFileException(
                    LogDirectory.snapshotPath(state.sequence()).value(), 0, "expected the state that was just written");
        }
        Listing listing = directory.list();
        long last = listing.entries().isEmpty() ? 0 : listing.entries().last();
        if (last > state.sequence()
                && !directory.readEntry(last).epoch().equals(state.epoch().orElseThrow())) {
            return; // another driver leads, and it compacts
        }
        if (!listing.compacted()) {
            directory.putCompacted();
        }
        for (long snapshot : listing.snapshots().headSet(state.sequence())) {
            directory.deleteSnapshot(snapshot);
        }
        for (long entry : listing.entries().headSet(state.sequence(), true)) {
            if (!state.epochStarts().contains(entry)) {
                directory.deleteEntry(entry);
            }
        }
    }
}
