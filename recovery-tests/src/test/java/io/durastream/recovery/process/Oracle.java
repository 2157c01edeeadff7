package io.durastream.recovery.process;

import io.durastream.chaos.ledger.History;
import io.durastream.chaos.oracle.SessionsOracle;
import io.durastream.chaos.oracle.WindowOracle;
import io.durastream.chaos.oracle.WordCountOracle;
import io.durastream.chaos.oracle.WorkloadOracle;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Judges a {@link History} by computing it anew, record by record, with nothing of Durastream's: every record of the
 * source is in exactly one batch, in order; every state, session and window is what the inputs of the batches make it;
 * and whoever executed a batch again saw the same.
 */
final class Oracle {

    private final LongFunction<String> source;
    private final long acknowledged;
    private final Findings findings;

    private final WorkloadOracle counts = new WordCountOracle();
    private final WorkloadOracle sessions = new SessionsOracle();
    private final WorkloadOracle window = new WindowOracle();
    private long records;

    private Oracle(History history, LongFunction<String> source, long acknowledged) {
        this.source = source;
        this.acknowledged = acknowledged;
        this.findings = new Findings(history);
    }

    /**
     * What is wrong with a history; empty when nothing is.
     *
     * @param source the records of the source by their number
     * @param acknowledged how many records the source was told are durable
     */
    static List<String> judge(History history, LongFunction<String> source, long acknowledged) {
        Oracle oracle = new Oracle(history, source, acknowledged);
        oracle.judge();
        return oracle.findings.first();
    }

    /** A history in which one kind of event never happened shows nothing about it. */
    static void requireAllKindsOfOutput(History history) {
        for (String kind : List.of("timed out at", "removed")) {
            boolean happened = history.stream(Workload.SESSIONS).values().stream()
                    .flatMap(executions -> executions.get(0).lines().stream())
                    .anyMatch(line -> line.contains(kind));
            if (!happened) {
                throw new AssertionError("No session ever said '" + kind + "': the run was too short");
            }
        }
    }

    private void judge() {
        findings.executedAlike();
        NavigableMap<Long, List<History.Execution>> inputs = findings.grid();
        inputs.forEach((time, input) -> batch(time, input.get(0).lines(), time.equals(inputs.lastKey())));
        if (records < acknowledged) {
            findings.add("Lost: " + acknowledged + " records were acknowledged, the batches have " + records);
        }
    }

    /** The last batch may not have come to its end; all others have. */
    private void batch(long time, List<String> lines, boolean last) {
        for (String line : lines) {
            if (!line.equals(source.apply(records))) {
                findings.add("Batch " + time + " has '" + line + "' where record " + records + " '"
                        + source.apply(records) + "' should be");
            }
            records++;
        }
        findings.compare(Workload.COUNTS, time, counts.after(time, lines).orElseThrow(), last);
        findings.compare(Workload.SESSIONS, time, sessions.after(time, lines).orElseThrow(), last);
        Optional<List<String>> totals = window.after(time, lines);
        if (totals.isPresent()) {
            findings.compare(Workload.WINDOW, time, totals.get(), last);
        } else {
            findings.requireNotDue(Workload.WINDOW, time);
        }
    }
}
