package io.durastream.runtime.spark;

import java.util.List;
import org.apache.spark.ExecutorAllocationClient;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.cluster.StandaloneSchedulerBackend;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/** The executors of a cluster manager, through Spark's scheduler. */
record ClusterExecutors(SparkContext spark, ExecutorAllocationClient client) implements ExecutorPool {

    /** Spark's, for cluster managers that count executors. */
    private static final int DEFAULT_INSTANCES = 2;

    @Override
    public List<String> executors() {
        return CollectionConverters.asJava(client.getExecutorIds());
    }

    /** A standalone cluster gives what the application's cores allow for; other managers count. */
    @Override
    public int configured() {
        boolean counts = !(client instanceof StandaloneSchedulerBackend);
        return spark.conf().getInt("spark.executor.instances", counts ? DEFAULT_INSTANCES : Integer.MAX_VALUE);
    }

    @Override
    public void requestTotal(int executors) {
        spark.requestTotalExecutors(executors, 0, Map$.MODULE$.empty());
    }

    @Override
    public void kill(String executor) {
        spark.killExecutor(executor);
    }
}
