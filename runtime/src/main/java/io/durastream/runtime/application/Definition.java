package io.durastream.runtime.application;

import io.durastream.runtime.graph.StreamGraph;
import io.durastream.runtime.recovery.SavedApplication;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * An application as its user defined it, ready to be started.
 *
 * @param accumulators the user's, to be committed and restored
 * @param checkpointDirectory null: nothing survives the process
 * @param hadoop how to reach the checkpoint directory
 * @param restoredFrom what the graph was read from, where that was found to be of the same code as now; otherwise null
 */
public record Definition(
        StreamGraph graph,
        JavaSparkContext spark,
        NamedAccumulators accumulators,
        @Nullable String checkpointDirectory,
        Configuration hadoop,
        @Nullable SavedApplication restoredFrom) {}
