package io.durastream.runtime.driver;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import java.util.List;

/** Hears what the batch cycle does, on the batch thread. Must neither block nor throw. */
public interface CycleListener {

    /** The plan of a batch is durable; {@code recovered} when an earlier driver, or an earlier attempt, had made it. */
    default void planned(BatchTime time, List<InputRange> inputs, boolean recovered) {}

    /** The outputs have run and the state is durable, but the commit is not yet. */
    default void executed(BatchTime time) {}

    /** The batch will not be executed again. */
    default void committed(BatchTime time) {}

    /** Nothing goes on until something outside recovers: storage, or a source. Said at every try. */
    default void waiting(String what, Exception reason) {}

    /** A batch failed for good; the cycle ends. */
    default void failed(BatchTime time, Exception reason) {}

    /** An attempt of a batch failed and another follows. */
    default void retrying(BatchTime time, int failures, Exception reason) {}
}
