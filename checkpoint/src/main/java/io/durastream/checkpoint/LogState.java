package io.durastream.checkpoint;

import io.durastream.checkpoint.BatchRecord.ApplicationStarted;
import io.durastream.storage.Epoch;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The fold of the batch log up to an entry: all that a driver needs to go on. Immutable; {@link #apply} gives the next
 * one.
 *
 * @param sequence the number of the last entry, 0 for an empty log
 * @param epochStarts the sequence number of every {@link BatchRecord.EpochStarted} there ever was, in order: compaction
 *     spares them
 * @param epoch the last epoch that started
 * @param writer who started it
 * @param application the application that the next batch belongs to
 * @param batches the batches from {@code retainFrom} on, and besides them the last committed one and every pending one;
 *     how they left the state is only known of the last committed one and of those from the commit's {@code
 *     retainStateFrom} on
 * @param lastPlanned the youngest batch that was ever planned
 * @param lastCommitted the youngest batch that was ever committed
 * @param retainFrom what the last commit said is needed
 * @param state the latest reference of each partition of each operator that was not dropped
 * @param accumulators the latest value of each accumulator
 * @param ledger the last {@value #MAX_LEDGER} starts of a driver, oldest first
 */
public record LogState(
        long sequence,
        NavigableSet<Long> epochStarts,
        Optional<Epoch> epoch,
        Optional<WriterId> writer,
        Optional<ApplicationStarted> application,
        NavigableMap<BatchTime, BatchState> batches,
        Optional<BatchTime> lastPlanned,
        Optional<BatchTime> lastCommitted,
        Optional<BatchTime> retainFrom,
        Map<OperatorId, Map<Integer, StateEntry>> state,
        Map<String, NamedValue> accumulators,
        List<DriverStart> ledger) {

    /** Older starts are forgotten. */
    public static final int MAX_LEDGER = 64;

    private static final LogState EMPTY = new LogState(
            0,
            new TreeSet<>(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new TreeMap<>(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            List.of());

    public LogState {
        epochStarts = Collections.unmodifiableNavigableSet(epochStarts);
        batches = Collections.unmodifiableNavigableMap(batches);
        state = Collections.unmodifiableMap(state);
        accumulators = Collections.unmodifiableMap(accumulators);
        ledger = List.copyOf(ledger);
    }

    /** The fold of no entries. */
    public static LogState empty() {
        return EMPTY;
    }

    /**
     * The fold with one more entry.
     *
     * @throws IllegalStateException when the entry cannot follow: a defect in whoever wrote it, never a matter of
     *     retrying
     */
    public LogState apply(LogEntry entry) {
        LogFold fold = new LogFold(this);
        fold.add(entry);
        return fold.result();
    }

    /** Planned batches that are not committed, in order. */
    public List<BatchTime> pending() {
        return batches.entrySet().stream()
                .filter(batch -> !batch.getValue().committed())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The latest references of one operator by partition; empty when it has none. */
    public Map<Integer, StateEntry> stateOf(OperatorId operator) {
        return state.getOrDefault(operator, Map.of());
    }
}
