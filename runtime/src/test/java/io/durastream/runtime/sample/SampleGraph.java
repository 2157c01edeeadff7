package io.durastream.runtime.sample;

import io.durastream.Duration;
import io.durastream.runtime.graph.DerivedNode;
import io.durastream.runtime.graph.OutputNode;
import io.durastream.runtime.graph.StreamGraph;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.graph.UnionNode;
import java.util.List;
import org.apache.spark.api.java.function.Function;

/** Defines graphs in a line each. */
public final class SampleGraph {

    private final StreamGraph graph = new StreamGraph(new Duration(1000));

    public StreamGraph graph() {
        return graph;
    }

    public SampleInput input(String kind, String hint) {
        SampleInput input = new SampleInput(kind, hint);
        graph.add(input);
        return input;
    }

    public StreamNode<String> map(StreamNode<String> of, Function<String, String> f) {
        return new DerivedNode<>("map", of, rdd -> rdd.map(f));
    }

    public StreamNode<String> derived(String kind, StreamNode<String> of) {
        return new DerivedNode<>(kind, of, rdd -> rdd);
    }

    public StreamNode<String> union(StreamNode<String> one, StreamNode<String> other) {
        return new UnionNode<>(List.of(one, other));
    }

    /** A stateful operator, and an output of it. */
    public SampleState state(String kind, StreamNode<?> of) {
        SampleState state = new SampleState(kind, of);
        output(state);
        return state;
    }

    public void output(StreamNode<String> of) {
        graph.add(new OutputNode<>(of, "foreachRDD", (rdd, time) -> {}));
    }
}
