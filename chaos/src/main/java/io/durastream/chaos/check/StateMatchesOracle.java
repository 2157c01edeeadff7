package io.durastream.chaos.check;

import io.durastream.chaos.ledger.History.Execution;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.chaos.oracle.WorkloadOracle;
import io.durastream.chaos.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What each workload put down after each batch is what the records of the batches make it. */
final class StateMatchesOracle implements Checker {

    private static final int SHOWN = 3;

    @Override
    public String name() {
        return "state equals oracle";
    }

    @Override
    public Finding check(Evidence evidence) {
        NavigableMap<Long, List<Execution>> inputs = evidence.history().stream(Ledger.INPUT);
        if (inputs.isEmpty()) {
            return Finding.unknown(name(), "there is no batch at all");
        }
        List<String> problems = new ArrayList<>();
        long compared = 0;
        for (Workload workload : evidence.load().workloads()) {
            compared += judge(workload, inputs, evidence.history().stream(workload.id()), problems);
        }
        return Finding.of(
                name(),
                compared + " results of " + inputs.size() + " batches compared with "
                        + evidence.load().workloads().stream().map(Workload::id).toList(),
                problems);
    }

    private static long judge(
            Workload workload,
            NavigableMap<Long, List<Execution>> inputs,
            NavigableMap<Long, List<Execution>> results,
            List<String> problems) {
        WorkloadOracle oracle = workload.oracle();
        long compared = 0;
        for (Map.Entry<Long, List<Execution>> input : inputs.entrySet()) {
            long time = input.getKey();
            Optional<List<String>> expected =
                    oracle.after(time, input.getValue().get(0).lines());
            Optional<List<String>> found = Optional.ofNullable(results.get(time))
                    .map(executions -> executions.get(0).lines());
            // The last batch may not have come to its end.
            boolean mayBeMissing = time == inputs.lastKey() && found.isEmpty();
            if (!expected.equals(found) && !mayBeMissing) {
                problems.add("batch " + time + " of " + workload.id() + ": "
                        + difference(expected.orElse(List.of()), found.orElse(List.of())));
            }
            compared += found.isPresent() ? 1 : 0;
        }
        return compared;
    }

    private static String difference(List<String> expected, List<String> found) {
        Set<String> missing = new TreeSet<>(expected);
        found.forEach(missing::remove);
        Set<String> extra = new TreeSet<>(found);
        expected.forEach(extra::remove);
        return "expected " + expected.size() + " lines, found " + found.size() + "; missing " + some(missing)
                + ", not expected " + some(extra);
    }

    private static List<String> some(Set<String> lines) {
        return lines.stream().limit(SHOWN).toList();
    }
}
