package io.durastream.recovery.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;

/**
 * Judges a {@link History} by computing it anew, record by record, with nothing of Durastream's: every record of the
 * source is in exactly one batch, in order; every state, session and window is what the inputs of the batches make it;
 * and whoever executed a batch again saw the same.
 */
final class Oracle {

    private static final int MAX_FINDINGS = 20;

    private final History history;
    private final LongFunction<String> source;
    private final long acknowledged;
    private final List<String> findings = new ArrayList<>();

    private final Map<String, Long> counts = new HashMap<>();
    private final Map<String, Session> sessions = new HashMap<>();
    private final List<Map<String, Long>> batches = new ArrayList<>();
    private long records;

    private record Session(long seen, int lastBatch) {}

    private Oracle(History history, LongFunction<String> source, long acknowledged) {
        this.history = history;
        this.source = source;
        this.acknowledged = acknowledged;
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
        return oracle.findings.size() <= MAX_FINDINGS ? oracle.findings : oracle.findings.subList(0, MAX_FINDINGS);
    }

    /** A history in which one kind of event never happened shows nothing about it. */
    static void requireAllKindsOfOutput(History history) {
        for (String kind : List.of("timed out at", "removed")) {
            boolean happened = history.stream(Ledger.SESSIONS).values().stream()
                    .flatMap(executions -> executions.get(0).lines().stream())
                    .anyMatch(line -> line.contains(kind));
            if (!happened) {
                throw new AssertionError("No session ever said '" + kind + "': the run was too short");
            }
        }
    }

    private void judge() {
        history.streams().forEach(this::executedAlike);
        NavigableMap<Long, List<History.Execution>> inputs = history.stream(Ledger.INPUT);
        if (inputs.isEmpty()) {
            findings.add("There is no batch at all");
            return;
        }
        long first = inputs.firstKey();
        for (long time = first; time <= inputs.lastKey(); time += Shape.BATCH_MILLIS) {
            List<History.Execution> input = inputs.get(time);
            if (input == null) {
                findings.add("Batch " + time + " is missing, though there are later ones");
                return;
            }
            batch(time, input.get(0).lines(), time == inputs.lastKey());
        }
        if (inputs.size() != (inputs.lastKey() - first) / Shape.BATCH_MILLIS + 1) {
            findings.add("There are batches beside the grid: " + inputs.keySet());
        }
        if (records < acknowledged) {
            findings.add("Lost: " + acknowledged + " records were acknowledged, the batches have " + records);
        }
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
        compare(Ledger.COUNTS, time, table(counts), last);
        compare(Ledger.SESSIONS, time, sessionsOf(time, words), last);
        if (batches.size() % Shape.SLIDE_BATCHES == 0) {
            compare(Ledger.WINDOW, time, table(window()), last);
        } else if (history.stream(Ledger.WINDOW).containsKey(time)) {
            findings.add("Batch " + time + " of " + Ledger.WINDOW + " is not due");
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

    private static List<String> table(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + "\t" + count.getValue())
                .sorted()
                .toList();
    }

    private void compare(String stream, long time, List<String> expected, boolean mayBeMissing) {
        List<History.Execution> executions = history.stream(stream).get(time);
        if (executions == null) {
            if (!mayBeMissing) {
                findings.add("Batch " + time + " of " + stream + " is missing");
            }
        } else if (!executions.get(0).lines().equals(expected)) {
            findings.add("Batch " + time + " of " + stream + ": "
                    + difference(expected, executions.get(0).lines()));
        }
    }

    private static String difference(List<String> expected, List<String> found) {
        TreeSet<String> missing = new TreeSet<>(expected);
        found.forEach(missing::remove);
        TreeSet<String> extra = new TreeSet<>(found);
        expected.forEach(extra::remove);
        return "expected " + expected.size() + " lines, found " + found.size() + "; missing " + some(missing)
                + ", not expected " + some(extra);
    }

    private static List<String> some(TreeSet<String> lines) {
        return lines.stream().limit(5).toList();
    }
}
