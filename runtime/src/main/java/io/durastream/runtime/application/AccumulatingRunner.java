package io.durastream.runtime.application;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.NamedValue;
import io.durastream.runtime.driver.BatchRunner;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the values of named accumulators into the result of each batch. A batch that is tried again begins with the values
 * that the one before it left.
 */
final class AccumulatingRunner implements BatchRunner {

    private final BatchRunner batches;
    private final NamedAccumulators accumulators;
    private boolean failed;

    AccumulatingRunner(BatchRunner batches, NamedAccumulators accumulators) {
        this.batches = batches;
        this.accumulators = accumulators;
    }

    @Override
    public Result run(BatchTime time, List<InputRange> inputs) throws Exception {
        if (failed) {
            accumulators.rollBack();
        }
        failed = true;
        Result result = batches.run(time, inputs);
        List<NamedValue> values = new ArrayList<>(result.accumulators());
        values.addAll(accumulators.changes());
        failed = false;
        return new Result(result.state(), values);
    }
}
