package io.durastream.runtime.application;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import io.durastream.runtime.driver.BatchRunner;
import io.durastream.runtime.driver.UnavailableException;
import io.durastream.runtime.state.StateUnavailableException;
import java.util.List;

/** Tells outages of the storage in tasks, which a batch waits for, from failures of the user's code, which end it. */
record StorageOutages(BatchRunner batches) implements BatchRunner {

    @Override
    public Result run(BatchTime time, List<InputRange> inputs) throws Exception {
        try {
            return batches.run(time, inputs);
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof StateUnavailableException outage) {
                    throw new UnavailableException(String.valueOf(outage.getMessage()), e);
                }
            }
            throw e;
        }
    }
}
