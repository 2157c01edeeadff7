package io.durastream.runtime.spark;

import java.util.List;
import java.util.Optional;
import org.apache.spark.ExecutorAllocationClient;
import org.apache.spark.api.java.JavaSparkContext;

/** The executors of an application, where their number can be changed while it runs. */
public interface ExecutorPool {

    /** The ids of those that are there. */
    List<String> executors();

    /** How many the application asks for by its configuration. */
    int configured();

    /** Asks the cluster manager for so many in all. */
    void requestTotal(int executors);

    /** Gives one back, which is not replaced. */
    void kill(String executor);

    /** Empty where the cluster manager cannot do that, as in local mode. */
    static Optional<ExecutorPool> of(JavaSparkContext spark) {
        return spark.sc().schedulerBackend() instanceof ExecutorAllocationClient client
                ? Optional.of(new ClusterExecutors(spark.sc(), client))
                : Optional.empty();
    }
}
