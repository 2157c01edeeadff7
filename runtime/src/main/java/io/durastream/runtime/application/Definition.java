package io.durastream.runtime.application;

import io.durastream.runtime.graph.StreamGraph;
import io.durastream.runtime.recovery.Checkpoint;
import io.durastream.runtime.recovery.SavedApplication;
import io.durastream.runtime.standby.LoadedApplication;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * An application as its user defined it, ready to be started.
 *
 * @param accumulators the user's, to be committed and restored
 * @param checkpointDirectory null: nothing survives the process
 * @param hadoop how to reach the checkpoint directory
 * @param loadedBeside the {@linkplain Checkpoint#digest digest} of the application that the checkpoint directory had when
 *     this one was loaded with an eye to that, {@link LoadedApplication#NONE} for none; null: it does not depend on that
 * @param restoredFrom what the graph was read from, where that was found to be of the same code as now; otherwise null
 */
public record Definition(
        StreamGraph graph,
        JavaSparkContext spark,
        NamedAccumulators accumulators,
        @Nullable String checkpointDirectory,
        Configuration hadoop,
        @Nullable String loadedBeside,
        @Nullable SavedApplication restoredFrom) {}
