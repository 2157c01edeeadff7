package io.durastream.runtime.application;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.driver.InputSource;
import io.durastream.runtime.graph.InputContext;
import io.durastream.runtime.graph.InputNode;
import io.durastream.runtime.rate.RateControl;
import io.durastream.runtime.receiver.ReceiverCoordinator;
import io.durastream.runtime.receiver.ReceiverInputNode;
import io.durastream.runtime.recovery.IdentifiedGraph;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The driver's sides of all inputs, open. Owned by the batch thread from its start on. */
final class Inputs {

    private static final Logger LOG = LoggerFactory.getLogger(Inputs.class);

    private final List<InputSource> open = new ArrayList<>();

    private Inputs() {}

    /**
     * Opens all inputs of an application, each with what the batch log retains of it.
     *
     * @param rates how many records a second each may bring
     * @param receivers keeps the receivers at work
     */
    static Inputs open(
            Definition definition,
            IdentifiedGraph identified,
            LogState state,
            RateControl rates,
            ReceiverCoordinator receivers,
            Clock clock)
            throws IOException {
        Inputs inputs = new Inputs();
        try {
            for (Map.Entry<OperatorId, InputNode<?>> input :
                    byId(definition, identified).entrySet()) {
                if (input.getValue() instanceof ReceiverInputNode<?> fed) {
                    fed.keptAtWorkBy(receivers);
                }
                InputContext context = new InputContext(
                        definition.spark(),
                        clock,
                        definition.graph().batchInterval().milliseconds(),
                        planned(state, input.getKey()),
                        rates);
                inputs.open.add(input.getValue().open(input.getKey(), context));
            }
            return inputs;
        } catch (IOException | RuntimeException e) {
            inputs.close();
            throw e;
        }
    }

    /** The inputs of an application in the order of their definition. */
    static Map<OperatorId, InputNode<?>> byId(Definition definition, IdentifiedGraph identified) {
        Map<OperatorId, InputNode<?>> inputs = new LinkedHashMap<>();
        for (InputNode<?> input : definition.graph().inputs()) {
            inputs.put(Objects.requireNonNull(identified.ids().get(input), () -> input + " has no operator id"), input);
        }
        return inputs;
    }

    /** In the order of their definition. */
    List<InputSource> sources() {
        return List.copyOf(open);
    }

    /** Closes all; what cannot be closed does not hinder the others. */
    void close() {
        for (InputSource source : open) {
            try {
                source.close();
            } catch (IOException | RuntimeException e) {
                LOG.warn("Could not close input {}; everything planned is durable", source.id(), e);
            }
        }
    }

    private static NavigableMap<BatchTime, InputRange> planned(LogState state, OperatorId input) {
        NavigableMap<BatchTime, InputRange> planned = new TreeMap<>();
        state.batches()
                .forEach((time, batch) -> batch.inputs().stream()
                        .filter(range -> range.input().equals(input))
                        .forEach(range -> planned.put(time, range)));
        return planned;
    }
}
