package io.durastream.runtime.recovery;

import io.durastream.runtime.graph.OutputNode;
import io.durastream.runtime.graph.StreamGraph;
import io.durastream.runtime.graph.StreamNode;
import java.io.IOException;
import java.io.Serializable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.rdd.RDD;
import org.jspecify.annotations.Nullable;

/**
 * Finds why a graph cannot be serialized, or not be restored: follows, from each stream, the parts that cannot be serialized by themselves,
 * down to one that is no {@link Serializable}, or an RDD. The parts that are Durastream's own do not show in the path. Used once.
 */
final class FieldPathFinder {

    private final StreamGraph graph;
    private final Attempt attempt;
    private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable String lastResort;

    /** @param attempt fails on what is looked for, and on everything that has it inside */
    FieldPathFinder(StreamGraph graph, Attempt attempt) {
        this.graph = graph;
        this.attempt = attempt;
    }

    /** Writes an object in some way, to nowhere. */
    @FunctionalInterface
    interface Attempt {
        void write(Object object) throws IOException;
    }

    /** {@code map at App.java:42: lambda captured argument 0 (com.acme.Outer).connection: java.net.Socket}. */
    String find(Exception cause) {
        visited.addAll(graph.nodes()); // the parents of a stream are looked into by themselves
        for (StreamNode<?> node : graph.nodes()) {
            Optional<String> path = findIn(node, node.toString());
            if (path.isPresent()) {
                return path.get();
            }
        }
        for (OutputNode<?> output : graph.outputs()) {
            Optional<String> path = findIn(output, output.name());
            if (path.isPresent()) {
                return path.get();
            }
        }
        return cause.toString();
    }

    /** As {@link #find(Exception)}, for a part of a stream. */
    String find(StreamNode<?> node, Object part, Exception cause) {
        visited.addAll(graph.nodes());
        return findBelow(part, begin(part))
                .or(() -> Optional.ofNullable(lastResort))
                .map(path -> node + ": " + path)
                .orElse(cause.toString());
    }

    private Optional<String> findIn(Object streamOrOutput, String name) {
        for (ObjectParts.Part part : ObjectParts.of(streamOrOutput)) {
            Optional<String> path = findBelow(part.value(), begin(part.value()));
            if (path.isPresent()) {
                return Optional.of(name + ": " + path.get());
            }
        }
        if (lastResort != null) {
            return Optional.of(name + ": " + lastResort);
        }
        return Optional.empty();
    }

    private Optional<String> findBelow(Object object, String path) {
        IOException failure = failureOf(object);
        if (failure == null || !visited.add(object)) {
            return Optional.empty();
        }
        if (!(object instanceof Serializable) || object instanceof RDD) {
            return Optional.of(
                    path.isEmpty()
                            ? object.getClass().getName()
                            : path + ": " + object.getClass().getName());
        }
        for (ObjectParts.Part part : ObjectParts.of(object)) {
            String below = path.isEmpty() ? begin(part.value()) : path + part.label();
            Optional<String> found = findBelow(part.value(), below);
            if (found.isPresent()) {
                return found;
            }
        }
        if (lastResort == null) {
            lastResort = path.isEmpty() ? failure.toString() : path + ": " + failure;
        }
        return Optional.empty();
    }

    /** The path to the first object of the user; a lambda needs no name, since its stream is named. */
    private static String begin(Object object) {
        if (CodeOrigin.of(ObjectParts.codeOf(object)) != CodeOrigin.USER || !(object instanceof Serializable)) {
            return "";
        }
        return ObjectParts.isLambda(object) ? "lambda" : object.getClass().getName();
    }

    private @Nullable IOException failureOf(Object object) {
        try {
            attempt.write(object);
            return null;
        } catch (IOException e) {
            return e;
        } catch (RuntimeException e) {
            return new IOException(e.toString(), e);
        }
    }
}
