package io.durastream.testkit;

/** Where {@link StreamTest#crash} lets the driver die. */
public enum CrashPoint {

    /** When everything that was due is committed. Recovery has nothing to execute again. */
    BETWEEN_BATCHES,

    /**
     * In the next batch: its plan is durable and its new state written, but none of its outputs has run. Recovery
     * executes it with the same input.
     */
    BEFORE_OUTPUTS,

    /**
     * In the next batch: all of its outputs have run, but it is not committed. Recovery executes it again with the same
     * input, so that its outputs run twice.
     */
    AFTER_OUTPUTS
}
