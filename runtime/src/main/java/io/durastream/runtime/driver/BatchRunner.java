package io.durastream.runtime.driver;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.NamedValue;
import io.durastream.checkpoint.StateEntry;
import java.util.List;

/** Executes planned batches. A batch may be executed again, by this driver or by a later one, from the same plan. */
public interface BatchRunner {

    /**
     * Advances the state and runs the outputs of one batch. Everything that the result refers to is durable when this
     * returns. Called by the batch thread, in the order of the batch times.
     *
     * @throws UnavailableException the batch did not happen, and is to be executed again until it does
     * @throws Exception the failure of the user's code or of the engine: the batch did not happen
     */
    Result run(BatchTime time, List<InputRange> inputs) throws Exception;

    /** What a batch leaves behind: the new version of each state partition, and the values of named accumulators. */
    record Result(List<StateEntry> state, List<NamedValue> accumulators) {}
}
