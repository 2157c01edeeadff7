package io.durastream.chaos.check;

import io.durastream.chaos.ledger.History.Execution;
import io.durastream.chaos.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/** The sum of all balances is zero after every batch, whatever the records were. */
final class BankIsBalanced implements Checker {

    @Override
    public String name() {
        return "bank is balanced";
    }

    @Override
    public Finding check(Evidence evidence) {
        NavigableMap<Long, List<Execution>> batches = evidence.history().stream(Workload.BANK.id());
        if (batches.values().stream()
                .allMatch(executions -> executions.get(0).lines().isEmpty())) {
            return Finding.unknown(name(), "no account was ever put down");
        }
        List<String> problems = new ArrayList<>();
        batches.forEach((time, executions) -> executions.forEach(execution -> {
            long total = execution.lines().stream()
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('\t') + 1)))
                    .sum();
            if (total != 0) {
                problems.add("after batch " + time + " all accounts together have " + total);
            }
        }));
        return Finding.of(name(), batches.size() + " batches added up", problems);
    }
}
