package io.durastream.recovery.process;

/** What the workload and its oracle have to agree on, in batches and in numbers. */
final class Shape {

    static final long BATCH_MILLIS = 1_000;

    /** Batches that a key of {@code mapWithState} may be idle; it times out in the one after. */
    static final int TIMEOUT_BATCHES = 4;

    static final int WINDOW_BATCHES = 4;
    static final int SLIDE_BATCHES = 2;

    /** At this number {@code mapWithState} removes a key's state. */
    static final int REMOVED_AT = 40;

    static final int COMMITS_PER_SNAPSHOT = 5;

    private Shape() {}
}
