package io.durastream.recovery.process;

import io.durastream.chaos.oracle.SessionsOracle;
import io.durastream.chaos.oracle.WindowOracle;

/** What the workload and its oracle have to agree on, in batches and in numbers. */
final class Shape {

    static final long BATCH_MILLIS = 1_000;

    /** Batches that a key of {@code mapWithState} may be idle; it times out in the one after. */
    static final int TIMEOUT_BATCHES = SessionsOracle.TIMEOUT_BATCHES;

    static final int WINDOW_BATCHES = WindowOracle.WINDOW_BATCHES;
    static final int SLIDE_BATCHES = WindowOracle.SLIDE_BATCHES;

    static final int COMMITS_PER_SNAPSHOT = 5;

    private Shape() {}
}
