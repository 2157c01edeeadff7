package io.durastream.runtime.spark;

import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.scheduler.ExecutorCacheTaskLocation;
import org.apache.spark.scheduler.TaskLocation;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.apache.spark.storage.BlockManagerId;
import scala.jdk.javaapi.CollectionConverters;

/** The executors that are alive, as the driver knows them. */
public final class Executors {

    private Executors() {}

    /** In the order of their ids; empty in local mode, where there are none beside the driver. */
    public static List<Executor> alive() {
        return CollectionConverters.asJava(
                        SparkEnv.get().blockManager().master().getMemoryStatus())
                .keySet()
                .stream()
                .filter(id -> !id.isDriver())
                .map(Executor::of)
                .sorted()
                .toList();
    }

    /**
     * Where to run a task that was best run on an executor, which may be gone by now: there, or else on its host, or else
     * anywhere. A preference for an executor that is dead would make Spark hold the task back for
     * {@code spark.locality.wait} as soon as another task of the job prefers one that is alive.
     *
     * @param location an {@link ExecutorIdentity#location}
     * @return preferred locations
     */
    public static List<String> nearest(SparkContext spark, String location) {
        if (!(TaskLocation.apply(location) instanceof ExecutorCacheTaskLocation wanted)
                || !(spark.taskScheduler() instanceof TaskSchedulerImpl scheduler)) {
            return List.of(location);
        }
        if (scheduler.isExecutorAlive(wanted.executorId())) {
            return List.of(location);
        }
        return scheduler.hasExecutorsAliveOnHost(wanted.host()) ? List.of(wanted.host()) : List.of();
    }

    /** One executor. */
    public record Executor(String host, String id) implements Comparable<Executor> {

        private static Executor of(BlockManagerId id) {
            return new Executor(id.host(), id.executorId());
        }

        /** As a preferred location, this brings a task to the executor. */
        public String location() {
            return "executor_" + host + "_" + id;
        }

        @Override
        public int compareTo(Executor other) {
            return id.compareTo(other.id);
        }
    }
}
