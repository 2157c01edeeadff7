package io.durastream.runtime.sample;

import io.durastream.Duration;
import io.durastream.Time;
import io.durastream.checkpoint.StateEntry;
import io.durastream.runtime.graph.StatefulNode;
import io.durastream.runtime.graph.StreamNode;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/** A stateful operator that never runs. */
public final class SampleState extends StreamNode<String> implements StatefulNode {

    private static final long serialVersionUID = 1;

    private final String kind;

    public SampleState(String kind, StreamNode<?> parent) {
        super(List.of(parent));
        this.kind = kind;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public Duration slide() {
        return parents().get(0).slide();
    }

    @Override
    protected @Nullable JavaRDD<String> compute(Time time) {
        return null;
    }

    @Override
    public List<StateEntry> advance(Time time) {
        return List.of();
    }

    @Override
    public Duration stateSlide() {
        return slide();
    }
}
