package io.durastream.runtime.recovery;

import io.durastream.checkpoint.BatchRecord.ApplicationStarted;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.OperatorInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which operators of an application go on from a checkpoint directory.
 *
 * @param kept operators of the new graph that take over state or positions
 * @param added operators of the new graph that begin with nothing
 * @param dropped operators of the checkpoint whose state or positions the user gave up, for
 *     {@link io.durastream.checkpoint.BatchRecord.OperatorsDropped}
 */
public record OperatorMatching(List<OperatorInfo> kept, List<OperatorInfo> added, List<OperatorId> dropped) {

    /** The configuration key that names what may be dropped: operator ids, separated by commas. */
    public static final String DROP_KEY = "durastream.recovery.drop";

    public OperatorMatching {
        kept = List.copyOf(kept);
        added = List.copyOf(added);
        dropped = List.copyOf(dropped);
    }

    /**
     * Matches a new graph to what a checkpoint directory holds.
     *
     * <p>Operators match by id. An operator of the checkpoint that holds nothing matters to nobody. Where several operators
     * have the same structure and no id from the user, their derived ids say only "the first" and "the second", and count
     * only while there are as many of them as before.
     *
     * @param checkpoint the fold of the batch log; without an application, everything is new
     * @param graph the new application
     * @param mayDrop what the user gives up; an operator that matches is kept all the same, so that a list that outlives its
     *     purpose does no harm
     * @throws CheckpointMismatchException when something that the checkpoint holds would be lost or misread
     */
    public static OperatorMatching match(LogState checkpoint, IdentifiedGraph graph, Set<OperatorId> mayDrop) {
        List<OperatorInfo> old =
                checkpoint.application().map(ApplicationStarted::operators).orElse(List.of());
        return new OperatorMatcher(old, CheckpointHoldings.of(checkpoint), graph, mayDrop).match();
    }

    /**
     * The operator ids in a value of {@value #DROP_KEY}.
     *
     * @throws IllegalArgumentException when one of them is no operator id
     */
    public static Set<OperatorId> parseDrop(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .map(OperatorId::of)
                .collect(Collectors.toUnmodifiableSet());
    }
}
