package io.durastream.runtime.recovery;

import io.durastream.runtime.graph.StreamGraph;

/** x */
final class FieldPathFinder {
    FieldPathFinder(StreamGraph graph) {}

    String find(Exception cause) {
        return String.valueOf(cause.getMessage());
    }
}
