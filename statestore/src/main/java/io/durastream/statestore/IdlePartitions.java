package io.durastream.statestore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which partitions of a group, such as those of an operator, are left alone here while its other ones go on: they have moved
 * to another process, or there are fewer partitions now. Guarded by its owner.
 */
final class IdlePartitions {

    private final int patience;
    private final Function<StateId, String> grouping;
    private final Map<String, Group> groups = new HashMap<>();

    /**
     * @param patience after so many batches of its group a partition counts as idle
     * @param grouping the group that a partition is in
     */
    IdlePartitions(int patience, Function<StateId, String> grouping) {
        this.patience = patience;
        this.grouping = grouping;
    }

    /** The partition is read. */
    void used(StateId id) {
        group(id).used(id);
    }

    /** The partition is worked on for a batch. Returns those that are idle now, each once until it is used again. */
    List<StateId> begun(StateId id, StateVersion next) {
        Group group = group(id);
        group.used(id);
        return group.advance(next);
    }

    private Group group(StateId id) {
        return groups.computeIfAbsent(grouping.apply(id), first -> new Group());
    }

    private final class Group {

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
