package io.durastream.runtime.graph;

import io.durastream.Duration;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that an application defined: inputs, outputs, and through their parents all streams between them. */
public final class StreamGraph implements Serializable {

    private static final long serialVersionUID = 1;

    private final Duration batchInterval;
    private final List<InputNode<?>> inputs = new ArrayList<>();
    private final List<OutputNode<?>> outputs = new ArrayList<>();
    private @Nullable Duration remember;

    public StreamGraph(Duration batchInterval) {
        this.batchInterval = batchInterval;
    }

    public Duration batchInterval() {
        return batchInterval;
    }

    public void add(InputNode<?> input) {
        inputs.add(input);
    }

    public void add(OutputNode<?> output) {
        outputs.add(output);
    }

    public List<InputNode<?>> inputs() {
        return Collections.unmodifiableList(inputs);
    }

    /** In the order of their definition, which is the order in which a batch runs them. */
    public List<OutputNode<?>> outputs() {
        return Collections.unmodifiableList(outputs);
    }

    public @Nullable Duration remember() {
        return remember;
    }

    public void remember(Duration duration) {
        remember = duration;
    }

    /** All streams that an output depends on and all inputs, parents before children. */
    public List<StreamNode<?>> nodes() {
        Set<StreamNode<?>> visited = new LinkedHashSet<>();
        inputs.forEach(input -> visit(input, visited));
        outputs.forEach(output -> visit(output.parent(), visited));
        return List.copyOf(visited);
    }

    /**
     * How long before its own time a batch may need the RDDs, plans and state of an earlier one: as far as its windows
     * reach, and one step more, because state is made from the version before.
     */
    public Duration reach() {
        Duration step = nodes().stream().map(StreamNode::slide).reduce(batchInterval, Duration::max);
        return lookBack().plus(step);
    }

    /** How long before its own time a batch may need the keyed state as an earlier one left it; zero without any. */
    public Duration stateReach() {
        Map<StreamNode<?>, Duration> needed = neededOfParents();
        Duration longest = new Duration(0);
        for (StreamNode<?> node : nodes()) {
            if (node instanceof StatefulNode stateful) {
                Duration back = needed.getOrDefault(node, new Duration(0));
                longest = longest.max(longestOf(back).plus(stateful.stateSlide()));
            }
        }
        return longest;
    }

    private Duration lookBack() {
        Duration longest = neededOfParents().values().stream().reduce(new Duration(0), Duration::max);
        return longestOf(longest);
    }

    private Duration longestOf(Duration lookBack) {
        return remember == null ? lookBack : lookBack.max(remember);
    }

    /** How far back the children of each stream ask it for RDDs; streams without children are left out. */
    private Map<StreamNode<?>, Duration> neededOfParents() {
        Map<StreamNode<?>, Duration> needed = new LinkedHashMap<>();
        List<StreamNode<?>> nodes = nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            StreamNode<?> node = nodes.get(i);
            Duration ownAndChildren = needed.getOrDefault(node, new Duration(0)).plus(node.lookBack());
            node.parents().forEach(parent -> needed.merge(parent, ownAndChildren, Duration::max));
        }
        return needed;
    }

    /** How long before its own time a batch may need the plan of an earlier one, be it only to be planned itself. */
    public Duration planMemory() {
        return inputs.stream().map(InputNode::memory).reduce(reach(), Duration::max);
    }

    private static void visit(StreamNode<?> node, Set<StreamNode<?>> visited) {
        if (!visited.contains(node)) {
            node.parents().forEach(parent -> visit(parent, visited));
            visited.add(node);
        }
    }
}
