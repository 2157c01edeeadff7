package io.durastream.recovery.process;

import io.durastream.chaos.ledger.History;
import io.durastream.chaos.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;

/** What an oracle has against a {@link History}, and the comparisons that all oracles make. One thread. */
final class Findings {

    private static final int MAX_FINDINGS = 20;

    private final History history;
    private final List<String> findings = new ArrayList<>();

    Findings(History history) {
        this.history = history;
    }

    void add(String finding) {
        findings.add(finding);
    }

    /** The first of them; empty when nothing is wrong. */
    List<String> first() {
        return findings.size() <= MAX_FINDINGS ? findings : findings.subList(0, MAX_FINDINGS);
    }

    /** Whoever executed a batch again saw the same. */
    void executedAlike() {
        history.streams().forEach(this::executedAlike);
    }

    private void executedAlike(String stream, NavigableMap<Long, List<History.Execution>> executed) {
        executed.forEach((time, executions) -> {
            History.Execution one = executions.get(0);
            executions.stream()
                    .filter(other -> !other.lines().equals(one.lines()))
                    .forEach(other -> findings.add("Batch " + time + " of " + stream + " was executed by " + one.by()
                            + " and, with another result, by " + other.by() + ": "
                            + difference(one.lines(), other.lines())));
        });
    }

    /** The inputs of all batches of the grid, in order; ends with a finding where one is missing. */
    NavigableMap<Long, List<History.Execution>> grid() {
        NavigableMap<Long, List<History.Execution>> inputs = history.stream(Ledger.INPUT);
        if (inputs.isEmpty()) {
            findings.add("There is no batch at all");
            return inputs;
        }
        long first = inputs.firstKey();
        for (long time = first; time <= inputs.lastKey(); time += Shape.BATCH_MILLIS) {
            if (!inputs.containsKey(time)) {
                findings.add("Batch " + time + " is missing, though there are later ones");
                return inputs.headMap(time, false);
            }
        }
        if (inputs.size() != (inputs.lastKey() - first) / Shape.BATCH_MILLIS + 1) {
            findings.add("There are batches beside the grid: " + inputs.keySet());
        }
        return inputs;
    }

    /** The output of a batch against what it should be. */
    void compare(String stream, long time, List<String> expected, boolean mayBeMissing) {
        List<History.Execution> executions = history.stream(stream).get(time);
        if (executions == null) {
            if (!mayBeMissing) {
                findings.add("Batch " + time + " of " + stream + " is missing");
            }
        } else {
            compare(stream, time, expected, executions.get(0).lines());
        }
    }

    void compare(String stream, long time, List<String> expected, List<String> found) {
        if (!found.equals(expected)) {
            findings.add("Batch " + time + " of " + stream + ": " + difference(expected, found));
        }
    }

    void requireNotDue(String stream, long time) {
        if (history.stream(stream).containsKey(time)) {
            findings.add("Batch " + time + " of " + stream + " is not due");
        }
    }

    static List<String> table(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + "\t" + count.getValue())
                .sorted()
                .toList();
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
        return lines.stream().limit(5).toList();
    }
}
