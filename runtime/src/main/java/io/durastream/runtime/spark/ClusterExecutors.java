package io.durastream.runtime.spark;

import java.util.List;
import org.apache.spark.ExecutorAllocationClient;
import org.apache.spark.SparkContext;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/** The executors of a cluster manager, through Spark's scheduler. */
record ClusterExecutors(SparkContext spark, ExecutorAllocationClient client) implements ExecutorPool {

    @Override
    public List<String> executors() {
        return CollectionConverters.asJava(client.getExecutorIds());
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
