package io.durastream.runtime.recovery;

import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.OperatorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One matching of a graph to a checkpoint. See {@link OperatorMatching#match}. */
final class OperatorMatcher {

    private final List<OperatorInfo> old;
    private final CheckpointHoldings holdings;
    private final IdentifiedGraph graph;
    private final Set<OperatorId> mayDrop;

    private final List<OperatorInfo> kept = new ArrayList<>();
    private final List<OperatorId> dropped = new ArrayList<>();
    private final List<OperatorInfo> unmatched = new ArrayList<>();
    private final MismatchReport report;

    OperatorMatcher(
            List<OperatorInfo> old, CheckpointHoldings holdings, IdentifiedGraph graph, Set<OperatorId> mayDrop) {
        this.old = old;
        this.holdings = holdings;
        this.graph = graph;
        this.mayDrop = mayDrop;
        this.report = new MismatchReport(holdings);
    }

    OperatorMatching match() {
        Set<OperatorId> ambiguous = ambiguous();
        old.stream().filter(holdings::holds).forEach(before -> place(before, ambiguous));
        List<OperatorInfo> added = graph.operators().stream()
                .filter(operator -> !kept.contains(operator))
                .toList();
        report.throwIfAny(unmatched, added);
        return new OperatorMatching(kept, added, dropped);
    }

    private void place(OperatorInfo before, Set<OperatorId> ambiguous) {
        Optional<OperatorInfo> now = graph.operator(before.id()).filter(it -> !ambiguous.contains(it.id()));
        if (now.isPresent()) {
            keep(before, now.get());
        } else if (mayDrop.contains(before.id())) {
            dropped.add(before.id());
        } else {
            unmatched.add(before);
        }
    }

    private void keep(OperatorInfo before, OperatorInfo now) {
        String kindBefore = OperatorStructure.kindIn(before.structure());
        String kindNow = OperatorStructure.kindIn(now.structure());
        if (before.kind() != now.kind() || !kindBefore.equals(kindNow)) {
            report.otherKind(before, kindBefore, now, kindNow);
        }
        kept.add(now);
    }

    /** Operators whose derived ids do not say which is which any more. */
    private Set<OperatorId> ambiguous() {
        Map<String, List<OperatorInfo>> before = derivedByStructure(
                old.stream().filter(operator -> !isTakenOver(operator)).toList());
        Map<String, List<OperatorInfo>> now = derivedByStructure(graph.operators());
        Set<OperatorId> ambiguous = new TreeSet<>();
        before.forEach((structure, were) -> {
            List<OperatorInfo> are = now.getOrDefault(structure, List.of());
            boolean matter = were.stream().anyMatch(holdings::holds);
            if (matter && !are.isEmpty() && remaining(were, are.size()).size() != are.size()) {
                are.forEach(operator -> ambiguous.add(operator.id()));
                report.ambiguous(were, are);
            }
        });
        return ambiguous;
    }

    /** What is left of {@code were} without what the user drops, if that is what it takes to be {@code size} many. */
    private List<OperatorInfo> remaining(List<OperatorInfo> were, int size) {
        return were.size() == size
                ? were
                : were.stream()
                        .filter(operator -> !mayDrop.contains(operator.id()))
                        .toList();
    }

    /** Whether the user gave the id of this operator to one of the new graph. */
    private boolean isTakenOver(OperatorInfo before) {
        return graph.operator(before.id()).map(OperatorInfo::explicitId).orElse(false);
    }

    private static Map<String, List<OperatorInfo>> derivedByStructure(Iterable<OperatorInfo> operators) {
        Map<String, List<OperatorInfo>> groups = new TreeMap<>();
        for (OperatorInfo operator : operators) {
            if (!operator.explicitId()) {
                groups.computeIfAbsent(operator.structure(), structure -> new ArrayList<>())
                        .add(operator);
            }
        }
        return groups;
    }
}
