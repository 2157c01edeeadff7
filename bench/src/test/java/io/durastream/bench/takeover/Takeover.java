package io.durastream.bench.takeover;

import io.durastream.checkpoint.BatchRecord.Committed;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.BatchRecord.RecoveryEvent;
import io.durastream.checkpoint.DriverStart;
import io.durastream.checkpoint.LogEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a takeover took, as the batch log has it, in milliseconds. */
final class Takeover {

    /** From the failure to the first committed batch of the new leader. */
    static final String TOTAL = "firstBatchMillis";

    /** From the last batch of the old leader to the first of the new one. */
    static final String PAUSE = "pauseMillis";

    /** The steps on the way, each with when it was reached, from the failure on. */
    static final List<Phase> STEPS = List.of(Phase.NOTICED, Phase.ELECTED, Phase.FENCED, Phase.LOADED);

    private Takeover() {}

    /**
     * {@return the figures}
     *
     * @param next the new leader's start
     * @param entries what is left of the log
     * @param failedMillis when the old leader failed
     */
    static Map<String, Double> figures(DriverStart next, List<LogEntry> entries, long failedMillis) {
        Map<String, Double> figures = new HashMap<>();
        for (RecoveryEvent event : next.events()) {
            figures.putIfAbsent(figure(event.phase()), (double) (event.wallMillis() - failedMillis));
        }
        long first = failedMillis + Math.round(figures.getOrDefault(TOTAL, Double.NaN));
        entries.stream()
                .filter(entry -> entry.epoch().isBefore(next.epoch())
                        && entry.records().stream().anyMatch(Committed.class::isInstance))
                .mapToLong(LogEntry::wallMillis)
                .max()
                .ifPresent(last -> figures.put(PAUSE, (double) (first - last)));
        return figures;
    }

    static String figure(Phase phase) {
        return switch (phase) {
            case NOTICED -> "noticedMillis";
            case ELECTED -> "electedMillis";
            case FENCED -> "fencedMillis";
            case LOADED -> "loadedMillis";
            case FIRST_BATCH -> TOTAL;
            case CAUGHT_UP -> "caughtUpMillis";
        };
    }
}
