package io.durastream.chaos.check;

import io.durastream.chaos.ledger.History.Execution;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.checkpoint.DriverStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * At no moment two epochs: epochs and batches rise through the batch log, and once an epoch has executed a batch, no earlier
 * epoch executes a later one.
 */
final class EpochsRise implements Checker {

    @Override
    public String name() {
        return "batches and epochs rise";
    }

    @Override
    public Finding check(Evidence evidence) {
        if (evidence.starts().isEmpty() || evidence.samples().isEmpty()) {
            return Finding.unknown(name(), "no start of a driver was seen in the batch log");
        }
        List<String> problems = new ArrayList<>();
        samplesRise(evidence.samples(), problems);
        startsRise(evidence.starts(), problems);
        long executions = executionsRise(evidence, problems);
        return Finding.of(
                name(),
                evidence.starts().size() + " epochs, " + evidence.samples().size() + " looks at the batch log, "
                        + executions + " executions",
                problems);
    }

    private static void samplesRise(List<Sample> samples, List<String> problems) {
        for (int n = 1; n < samples.size(); n++) {
            Sample before = samples.get(n - 1);
            Sample after = samples.get(n);
            if (after.epoch() < before.epoch()
                    || after.committedMillis() < before.committedMillis()
                    || after.sequence() < before.sequence()) {
                problems.add("the batch log went back, from " + before + " to " + after);
            }
        }
    }

    private static void startsRise(List<DriverStart> starts, List<String> problems) {
        for (int n = 1; n < starts.size(); n++) {
            if (starts.get(n).epoch().number() <= starts.get(n - 1).epoch().number()) {
                problems.add("epoch " + starts.get(n).epoch() + " begins after epoch "
                        + starts.get(n - 1).epoch());
            }
        }
    }

    private static long executionsRise(Evidence evidence, List<String> problems) {
        long executions = 0;
        long newest = 0;
        for (Map.Entry<Long, List<Execution>> batch :
                evidence.history().stream(Ledger.INPUT).entrySet()) {
            long newestHere = newest;
            for (Execution execution : batch.getValue()) {
                executions++;
                Optional<Long> epoch = epochOf(execution, evidence.starts());
                if (epoch.isEmpty()) {
                    problems.add("batch " + batch.getKey() + " was executed by process " + execution.pid()
                            + ", which began no epoch");
                } else if (epoch.get() < newest) {
                    problems.add("batch " + batch.getKey() + " was executed by epoch " + epoch.get()
                            + ", an earlier one by epoch " + newest);
                }
                newestHere = Math.max(newestHere, epoch.orElse(0L));
            }
            newest = newestHere;
        }
        return executions;
    }

    /** The writer of an epoch begins with the id of its process. */
    private static Optional<Long> epochOf(Execution execution, List<DriverStart> starts) {
        return starts.stream()
                .filter(start -> start.writer().value().startsWith(execution.pid() + "-"))
                .map(start -> start.epoch().number())
                .reduce((first, last) -> last);
    }
}
