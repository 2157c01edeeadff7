package io.durastream.runtime.spark;

import java.util.List;
import org.apache.spark.SparkEnv;
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
