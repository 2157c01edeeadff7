package io.durastream.runtime.application;

import io.durastream.Duration;
import io.durastream.runtime.graph.StatefulNode;
import io.durastream.runtime.graph.StreamGraph;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.receiver.ReceiverInputNode;
import io.durastream.runtime.recovery.SerializabilityCheck;
import java.io.NotSerializableException;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must hold of an application before it starts. The texts are Spark Streaming's, which users and tests know. */
final class Validation {

    private static final Logger LOG = LoggerFactory.getLogger(Validation.class);

    private Validation() {}

    /**
     * Checks a definition.
     *
     * @throws IllegalArgumentException with the first thing that does not hold
     * @throws NotSerializableException when a function that goes to executors cannot; with a checkpoint directory, saving the
     *     graph finds these, and those that stay on the driver
     */
    static void check(Definition definition) throws NotSerializableException {
        StreamGraph graph = definition.graph();
        require(!graph.outputs().isEmpty(), "No output operations registered, so nothing to execute");
        warnOfTooFewCores(definition);
        for (StreamNode<?> node : graph.nodes()) {
            Duration interval = node.checkpointInterval();
            require(
                    definition.checkpointDirectory() != null || (interval == null && !(node instanceof StatefulNode)),
                    "The checkpoint directory has not been set. Please set it by StreamingContext.checkpoint().");
            if (interval != null) {
                checkInterval(node, interval);
            }
        }
        if (definition.checkpointDirectory() == null) {
            SerializabilityCheck.check(graph);
        }
    }

    private static void warnOfTooFewCores(Definition definition) {
        String master = definition.spark().master();
        boolean receives = definition.graph().inputs().stream().anyMatch(ReceiverInputNode.class::isInstance);
        if (receives && (master.equals("local") || master.equals("local[1]"))) {
            LOG.warn(
                    "spark.master is {}: the one core is taken by the receiver, and no batch will ever run. Use local[n]"
                            + " with n greater than the number of receivers",
                    master);
        }
    }

    private static void checkInterval(StreamNode<?> node, Duration interval) {
        String name = SparkNames.of(node);
        Duration slide = node.slide();
        require(
                interval.greaterEq(slide),
                "The checkpoint interval for " + name + " has been set to " + interval
                        + " which is lower than its slide time (" + slide + "). Please set it to at least " + slide
                        + ".");
        require(
                interval.isMultipleOf(slide),
                "The checkpoint interval for " + name + " has been set to  " + interval
                        + " which not a multiple of its slide time (" + slide
                        + "). Please set it to a multiple of " + slide + ".");
        require(
                isKept(node),
                name + " has been marked for checkpointing but the storage level has not been set to enable persisting."
                        + " Please use DStream.persist() to set the storage level to use memory for better checkpointing"
                        + " performance.");
    }

    /** State is kept whatever its storage level. */
    private static boolean isKept(StreamNode<?> node) {
        return node.identity() != node || !node.storageLevel().equals(StorageLevel.NONE());
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException("requirement failed: " + otherwise);
        }
    }
}
