package io.durastream.runtime.recovery;

import io.durastream.runtime.graph.StreamGraph;
import io.durastream.runtime.graph.StreamNode;
import java.io.IOException;
import java.io.NotSerializableException;

/** Finds functions that cannot be serialized before they fail in the first batch, and says where they are. */
public final class SerializabilityCheck {

    private static final String FOR_CHECKPOINT =
            "DStream checkpointing has been enabled but the DStreams with their functions are not serializable";
    private static final String PLAIN = "A function that runs on executors is not serializable";

    private SerializabilityCheck() {}

    /**
     * Checks what goes to executors of a graph that is not going to be saved.
     *
     * @throws NotSerializableException when a part of it cannot be serialized; the message names the stream and the path of
     *     fields to the offending object
     */
    public static void check(StreamGraph graph) throws NotSerializableException {
        for (StreamNode<?> node : graph.nodes()) {
            for (Object part : node.shipped()) {
                try {
                    GraphSerialization.tryToWrite(part);
                } catch (IOException | RuntimeException e) {
                    throw explained(
                            PLAIN, new FieldPathFinder(graph, GraphSerialization::tryToWrite).find(node, part, e), e);
                }
            }
        }
    }

    static GraphSerialization.Written writeForCheckpoint(StreamGraph graph, EngineObjects engine)
            throws NotSerializableException {
        try {
            return GraphSerialization.write(graph, engine);
        } catch (IOException | RuntimeException e) {
            FieldPathFinder.Attempt attempt = object -> GraphSerialization.tryToSave(object, engine);
            throw explained(FOR_CHECKPOINT, new FieldPathFinder(graph, attempt).find(e), e);
        }
    }

    private static NotSerializableException explained(String what, String where, Exception cause) {
        NotSerializableException explained = new NotSerializableException(what + "\n" + where);
        explained.initCause(cause);
        return explained;
    }
}
