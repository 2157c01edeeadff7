package io.durastream.runtime.recovery;

import io.durastream.checkpoint.BatchState;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.OperatorInfo;
import java.util.HashMap;
import java.util.Map;

/**
 * What a checkpoint holds for each operator.
 *
 * @param statePartitions how many partitions of state; operators without state are absent
 * @param batches of how many retained batches an input's positions are known; inputs without any are absent
 */
record CheckpointHoldings(Map<OperatorId, Integer> statePartitions, Map<OperatorId, Integer> batches) {

    static CheckpointHoldings of(LogState checkpoint) {
        Map<OperatorId, Integer> partitions = new HashMap<>();
        checkpoint.state().forEach((operator, state) -> {
            if (!state.isEmpty()) {
                partitions.put(operator, state.size());
            }
        });
        Map<OperatorId, Integer> batches = new HashMap<>();
        for (BatchState batch : checkpoint.batches().values()) {
            for (InputRange range : batch.inputs()) {
                batches.merge(range.input(), 1, Integer::sum);
            }
        }
        return new CheckpointHoldings(partitions, batches);
    }

    boolean holds(OperatorInfo operator) {
        return statePartitions.containsKey(operator.id()) || batches.containsKey(operator.id());
    }

    /** For people. */
    String describe(OperatorId operator) {
        Integer partitions = statePartitions.get(operator);
        return partitions != null
                ? "state in " + partitions + " partitions"
                : "positions of " + batches.getOrDefault(operator, 0) + " retained batches";
    }
}
