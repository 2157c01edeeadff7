package io.durastream.runtime.graph;

import io.durastream.Time;
import java.util.List;

/** How the outputs of a batch are run: in which threads, under which local properties, and who is told. */
public interface OutputRunner {

    /**
     * Runs all outputs of a batch and returns when the last has ended.
     *
     * @throws Exception the first failure, after all outputs have ended
     */
    void run(Time time, List<OutputNode<?>> outputs) throws Exception;
}
