package io.durastream.chaos.oracle;

import java.util.List;
import java.util.Optional;

/** Computes, batch by batch, what a workload must put down. Has no code of the system under test. One thread. */
public interface WorkloadOracle {

    /**
     * The next batch.
     *
     * @param batchMillis its time
     * @param records what it had
     * @return the lines that must come out, sorted; empty when no output is due
     */
    Optional<List<String>> after(long batchMillis, List<String> records);
}
