package io.durastream.recovery.process;

import static java.util.Objects.requireNonNull;

import io.durastream.chaos.ledger.History;
import io.durastream.chaos.ledger.History.Execution;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * Judges the counts of {@link Versions} that weigh words differently: each batch weighs its words as the version does that
 * executed it last, and an operator counts from its first batch on. One thread.
 */
final class VersionsOracle {

    private final LongFunction<String> source;
    private final Map<Long, Long> weightOf = new HashMap<>();
    private final Map<String, Map<String, Long>> states = new HashMap<>();

    /** @param source the records by their number */
    VersionsOracle(LongFunction<String> source) {
        this.source = source;
    }

    /** Says what words count for in a process. */
    void weighs(long pid, long weight) {
        weightOf.put(pid, weight);
    }

    /**
     * What is wrong with a history; empty when nothing is.
     *
     * @param operators their ids; each has its outputs in the stream of that name
     */
    List<String> judge(History history, List<String> operators) {
        Findings findings = new Findings(history);
        NavigableMap<Long, List<Execution>> inputs = findings.grid();
        long records = 0;
        for (Map.Entry<Long, List<Execution>> batch : inputs.entrySet()) {
            List<String> lines = History.last(batch.getValue()).lines();
            for (String line : lines) {
                if (!line.equals(source.apply(records))) {
                    findings.add("Batch " + batch.getKey() + " has '" + line + "' as record " + records);
                }
                records++;
            }
            // The last batch may not have come to its end.
            if (!batch.getKey().equals(inputs.lastKey())) {
                for (String operator : operators) {
                    count(findings, operator, batch.getKey(), lines, history.stream(operator));
                }
            }
        }
        return findings.first();
    }

    private void count(
            Findings findings,
            String operator,
            long time,
            List<String> lines,
            NavigableMap<Long, List<Execution>> outputs) {
        List<Execution> executions = outputs.get(time);
        if (executions == null) {
            if (!outputs.isEmpty() && outputs.firstKey() < time && time < outputs.lastKey()) {
                findings.add("Batch " + time + " of " + operator + " is missing");
            }
            return;
        }
        Execution output = History.last(executions);
        Map<String, Long> state = states.computeIfAbsent(operator, id -> new TreeMap<>());
        long weight = requireNonNull(weightOf.get(output.pid()), () -> "No version ran as process " + output.pid());
        for (String line : lines) {
            for (String word : line.split(" ", -1)) {
                state.merge(word, weight, Long::sum);
            }
        }
        findings.compare(operator, time, Findings.table(state), output.lines());
    }
}
