package io.durastream.runtime.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class ExecutorsIT {

    @Test
    void prefersTheExecutorWhileItLivesThenItsHostThenNothing() {
        SparkConf conf =
                new SparkConf().setMaster("local[1]").setAppName("executors").set("spark.ui.enabled", "false");
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            // The scheduler knows an executor from its first task on.
            assertEquals(1, spark.parallelize(List.of(1), 1).count());
            String here = ExecutorIdentity.location();
            assertEquals(List.of(here), Executors.nearest(spark.sc(), here));

            String host = ExecutorIdentity.host();
            assertEquals(List.of(host), Executors.nearest(spark.sc(), "executor_" + host + "_99"));
            assertEquals(List.of(), Executors.nearest(spark.sc(), "executor_elsewhere_99"));
        }
    }
}
