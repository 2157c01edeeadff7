package io.durastream.recovery.process;

import io.durastream.chaos.ledger.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
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

    private final Map<String, Long> counts = new HashMap<>();
    private final Map<String, Session> sessions = new HashMap<>();
    private final List<Map<String, Long>> batches = new ArrayList<>();
    private long records;

    private record Session(long seen, int lastBatch) {}

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
        Map<String, Long> words = new TreeMap<>();
        for (String line : lines) {
            for (String word : line.split(" ", -1)) {
                words.merge(word, 1L, Long::sum);
            }
        }
        batches.add(words);
        words.forEach((word, n) -> counts.merge(word, n, Long::sum));
        findings.compare(Workload.COUNTS, time, Findings.table(counts), last);
        findings.compare(Workload.SESSIONS, time, sessionsOf(time, words), last);
        if (batches.size() % Shape.SLIDE_BATCHES == 0) {
            findings.compare(Workload.WINDOW, time, Findings.table(window()), last);
        } else {
            findings.requireNotDue(Workload.WINDOW, time);
        }
    }

    private List<String> sessionsOf(long time, Map<String, Long> words) {
        int batch = batches.size();
        List<String> said = new ArrayList<>();
        words.forEach((word, times) -> {
            for (long n = 0; n < times; n++) {
                Session before = sessions.get(word);
                long seen = (before == null ? 0 : before.seen) + 1;
                boolean removed = seen == Shape.REMOVED_AT;
                said.add(time + "\t" + word + "\t" + (removed ? "removed" : Long.toString(seen)));
                if (removed) {
                    sessions.remove(word);
                } else {
                    sessions.put(word, new Session(seen, batch));
                }
            }
        });
        sessions.entrySet().removeIf(session -> {
            boolean idle = session.getValue().lastBatch + Shape.TIMEOUT_BATCHES < batch;
            if (idle) {
                said.add(time + "\t" + session.getKey() + "\ttimed out at " + session.getValue().seen);
            }
            return idle;
        });
        said.sort(null);
        return said;
    }

    private Map<String, Long> window() {
        Map<String, Long> totals = new HashMap<>();
        for (int n = Math.max(0, batches.size() - Shape.WINDOW_BATCHES); n < batches.size(); n++) {
            batches.get(n).forEach((word, times) -> totals.merge(word, times, Long::sum));
        }
        return totals;
    }
}
