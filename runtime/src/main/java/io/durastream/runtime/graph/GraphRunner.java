package io.durastream.runtime.graph;

import io.durastream.Duration;
import io.durastream.Time;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.StateEntry;
import io.durastream.runtime.driver.BatchRunner;
import java.util.ArrayList;
import java.util.List;

/** Runs the batches of a graph on Spark: first all keyed state advances, then the outputs run in their order. */
public final class GraphRunner implements BatchRunner {

    private final StreamGraph graph;
    private final GraphRuntime runtime;
    private final OutputRunner outputs;
    private final List<StreamNode<?>> nodes;
    private final Duration remember;
    private final Duration stateReach;
    private final boolean unpersist;

    /**
     * @param remember how long RDDs are kept after their batch
     * @param unpersist whether RDDs that are no longer remembered leave the executors' memory at once
     */
    public GraphRunner(
            StreamGraph graph, GraphRuntime runtime, OutputRunner outputs, Duration remember, boolean unpersist) {
        this.graph = graph;
        this.runtime = runtime;
        this.outputs = outputs;
        this.nodes = graph.nodes();
        this.remember = remember;
        this.stateReach = graph.stateReach();
        this.unpersist = unpersist;
    }

    @Override
    public Result run(BatchTime batch, List<InputRange> inputs) throws Exception {
        Time time = new Time(batch.millis());
        runtime.remember(batch, inputs, List.of());
        List<StateEntry> state = advance(batch, time);
        outputs.run(time, graph.outputs());
        forget(time);
        return new Result(state, runtime.partitionings().begunAt(batch));
    }

    private List<StateEntry> advance(BatchTime batch, Time time) {
        List<StateEntry> all = new ArrayList<>();
        for (StreamNode<?> node : nodes) {
            if (node instanceof StatefulNode stateful && isDue(stateful, time)) {
                List<StateEntry> entries = stateful.advance(time);
                runtime.advanced(runtime.idOf(node), batch, entries);
                all.addAll(entries);
            }
        }
        return all;
    }

    private boolean isDue(StatefulNode node, Time time) {
        return time.minus(runtime.zeroTime()).isMultipleOf(node.stateSlide());
    }

    private void forget(Time time) {
        Time oldest = time.minus(remember);
        synchronized (runtime.lock()) {
            nodes.forEach(node -> node.forgetBefore(oldest, unpersist));
            runtime.forgetBefore(new BatchTime(oldest.milliseconds()));
            runtime.forgetStateBefore(new BatchTime(time.minus(stateReach).milliseconds()));
        }
    }
}
