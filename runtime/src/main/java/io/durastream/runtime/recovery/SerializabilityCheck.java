package io.durastream.runtime.recovery;

import io.durastream.runtime.graph.StreamGraph;
import java.io.IOException;
import java.io.NotSerializableException;

/** Finds functions that cannot be serialized before they fail in the first batch, and says where they are. */
public final class SerializabilityCheck {

    private static final String FOR_CHECKPOINT =
            "DStream checkpointing has been enabled but the DStreams with their functions are not serializable";
    private static final String PLAIN = "The DStreams with their functions are not serializable";

    private SerializabilityCheck() {}

    /**
     * Checks a graph that is not going to be saved.
     *
     * @throws NotSerializableException when a part of it cannot be serialized; the message names the stream and the path of
     *     fields to the offending object
     */
    public static void check(StreamGraph graph) throws NotSerializableException {
        try {
            GraphSerialization.tryToWrite(graph);
        } catch (IOException | RuntimeException e) {
            throw explained(PLAIN, graph, e, GraphSerialization::tryToWrite);
        }
    }

    static GraphSerialization.Written writeForCheckpoint(StreamGraph graph, EngineObjects engine)
            throws NotSerializableException {
        try {
            return GraphSerialization.write(graph, engine);
        } catch (IOException | RuntimeException e) {
            throw explained(FOR_CHECKPOINT, graph, e, object -> GraphSerialization.tryToSave(object, engine));
        }
    }

    private static NotSerializableException explained(
            String what, StreamGraph graph, Exception cause, FieldPathFinder.Attempt attempt) {
        NotSerializableException explained =
                new NotSerializableException(what + "\n" + new FieldPathFinder(graph, attempt).find(cause));
        explained.initCause(cause);
        return explained;
    }
}
