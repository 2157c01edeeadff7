package io.durastream.chaos.check;

import io.durastream.chaos.ledger.History.Execution;
import io.durastream.chaos.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/** Batch follows batch at the interval, none missing; and whoever executed one again saw the same. */
final class BatchesWithoutGap implements Checker {

    @Override
    public String name() {
        return "batches without gap";
    }

    @Override
    public Finding check(Evidence evidence) {
        NavigableMap<Long, List<Execution>> inputs = evidence.history().stream(Ledger.INPUT);
        if (inputs.isEmpty()) {
            return Finding.unknown(name(), "there is no batch at all");
        }
        List<String> problems = new ArrayList<>();
        long expected = inputs.firstKey();
        for (long time : inputs.keySet()) {
            if (time != expected) {
                problems.add("after batch " + (expected - evidence.load().batchMillis()) + " comes " + time);
            }
            expected = time + evidence.load().batchMillis();
        }
        evidence.history().streams().forEach((stream, batches) -> executedAlike(stream, batches, problems));
        return Finding.of(
                name(),
                inputs.size() + " batches, " + evidence.history().repetitions() + " outputs executed again",
                problems);
    }

    private static void executedAlike(
            String stream, NavigableMap<Long, List<Execution>> batches, List<String> problems) {
        batches.forEach((time, executions) -> {
            Execution one = executions.get(0);
            executions.stream()
                    .filter(other -> !other.lines().equals(one.lines()))
                    .forEach(other -> problems.add("batch " + time + " of " + stream + " was executed by " + one.by()
                            + " and, with another result, by " + other.by()));
        });
    }
}
