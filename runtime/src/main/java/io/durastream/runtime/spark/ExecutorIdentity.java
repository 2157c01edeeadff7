package io.durastream.runtime.spark;

import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManagerId;

/** Which executor this JVM is, in the form in which tasks ask for it. */
public final class ExecutorIdentity {

    private ExecutorIdentity() {}

    /** {@code executor_<host>_<id>}: as a preferred location, it brings a task to this executor. */
    public static String location() {
        BlockManagerId id = SparkEnv.get().blockManager().blockManagerId();
        return "executor_" + id.host() + "_" + id.executorId();
    }

    /** The host on which this executor can be reached. */
    public static String host() {
        return SparkEnv.get().blockManager().blockManagerId().host();
    }

    /** {@code driver}, or a number. */
    public static String executorId() {
        return SparkEnv.get().executorId();
    }
}
