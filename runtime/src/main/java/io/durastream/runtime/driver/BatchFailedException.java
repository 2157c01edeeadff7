package io.durastream.runtime.driver;

import io.durastream.checkpoint.BatchTime;

/** A batch could not be executed. It stays planned: the next driver executes it first. */
public final class BatchFailedException extends Exception {

    private static final long serialVersionUID = 1;

    public BatchFailedException(BatchTime time, int attempts, Exception cause) {
        super("Batch " + time.millis() + " ms failed after " + attempts + " attempt(s)", cause);
    }
}
