package io.durastream.statestore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which partitions of an operator are left alone here while its other ones go on: they have moved to another process, or
 * there are fewer partitions now. Guarded by its owner.
 */
final class IdlePartitions {

    private final int patience;
    private final Map<String, Operator> operators = new HashMap<>();

    /** @param patience after so many batches of the operator a partition counts as idle */
    IdlePartitions(int patience) {
        this.patience = patience;
    }

    /** The partition is read. */
    void used(StateId id) {
        operator(id).used(id);
    }

    /** The partition is worked on for a batch. Returns those that are idle now, each once until it is used again. */
    List<StateId> begun(StateId id, StateVersion next) {
        Operator operator = operator(id);
        operator.used(id);
        return operator.advance(next);
    }

    private Operator operator(StateId id) {
        return operators.computeIfAbsent(id.operator(), first -> new Operator());
    }

    private final class Operator {

        private final Map<StateId, Integer> lastUse = new HashMap<>();
        private long newest = Long.MIN_VALUE;
        private int batches;

        void used(StateId id) {
            lastUse.put(id, batches);
        }

        List<StateId> advance(StateVersion next) {
            if (next.batchMillis() <= newest) {
                return List.of();
            }
            newest = next.batchMillis();
            batches++;
            List<StateId> idle = new ArrayList<>();
            lastUse.forEach((id, use) -> {
                if (batches - use > patience) {
                    idle.add(id);
                }
            });
            lastUse.keySet().removeAll(idle);
            return idle;
        }
    }
}
