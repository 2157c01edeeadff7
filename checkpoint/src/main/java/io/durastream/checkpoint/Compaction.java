package io.durastream.checkpoint;

import io.durastream.checkpoint.LogDirectory.Listing;
import io.durastream.storage.DamagedFileException;
import java.io.IOException;

/** One compaction of the batch log up to a state. The order of its steps is part of the fencing, see {@link BatchLog}. */
final class Compaction {

    private final LogDirectory directory;
    private final LogState state;

    Compaction(LogDirectory directory, LogState state) {
        this.directory = directory;
        this.state = state;
    }

    void putSnapshot() throws IOException {
        directory.put(state);
    }

    /** Deletes what the snapshot covers, once it is sure that the snapshot is there and whole. */
    void deleteCovered() throws IOException {
        if (!directory.readSnapshot(state.sequence()).equals(state)) {
            throw new DamagedFileException(
                    LogDirectory.snapshotPath(state.sequence()).value(), 0, "expected the state that was just written");
        }
        Listing listing = directory.list();
        if (!listing.entries().tailSet(state.sequence(), false).isEmpty()) {
            return; // another driver leads, and it compacts
        }
        if (!listing.compacted()) {
            directory.putCompacted();
        }
        for (long snapshot : listing.snapshots().headSet(state.sequence())) {
            directory.deleteSnapshot(snapshot);
        }
        for (long entry : listing.entries()) {
            if (!state.epochStarts().contains(entry)) {
                directory.deleteEntry(entry);
            }
        }
    }
}
