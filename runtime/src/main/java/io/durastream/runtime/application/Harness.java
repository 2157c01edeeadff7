package io.durastream.runtime.application;

import io.durastream.runtime.driver.BatchTimer;
import io.durastream.runtime.driver.SystemBatchTimer;
import io.durastream.runtime.graph.OutputRunner;
import io.durastream.storage.Clock;
import org.apache.spark.SparkConf;

/**
 * What a driver is put into: who tells it the time, and what stands between a batch and its outputs. In production the
 * machine; in a test whoever turns the clock by hand and lets the driver die at a chosen moment.
 */
public interface Harness {

    /** The driver's clock. Its wall time decides which batches are due. */
    Clock clock();

    /** Lets the batch thread wait for that clock. */
    BatchTimer timer();

    /** What the driver is configured by. */
    default SparkConf configured(SparkConf conf) {
        return conf;
    }

    /** What runs the outputs in place of {@code runner}; when it is called, the batch's state has advanced. */
    default OutputRunner around(OutputRunner runner) {
        return runner;
    }

    /** The machine's clock, and nothing in between. */
    static Harness machine() {
        Clock clock = Clock.system();
        BatchTimer timer = new SystemBatchTimer(clock);
        return new Harness() {
            @Override
            public Clock clock() {
                return clock;
            }

            @Override
            public BatchTimer timer() {
                return timer;
            }
        };
    }
}
