package io.durastream.checkpoint;

import java.util.List;

/**
 * What a reader found in a batch log at one moment. The log may have grown since.
 *
 * @param state the fold of everything up to the last entry
 * @param snapshot the fold up to the newest snapshot, {@link LogState#empty()} when there is none
 * @param entries the entries behind that snapshot, in order
 */
public record BatchLogView(LogState state, LogState snapshot, List<LogEntry> entries) {

    public BatchLogView {
        entries = List.copyOf(entries);
    }

    /** The number of the last entry; 0 when there is none. */
    public long lastSequence() {
        return state.sequence();
    }
}
