package io.durastream.checkpoint;

import io.durastream.checkpoint.BatchRecord.ApplicationStarted;
import io.durastream.checkpoint.BatchRecord.Committed;
import io.durastream.checkpoint.BatchRecord.EpochStarted;
import io.durastream.checkpoint.BatchRecord.OperatorsDropped;
import io.durastream.checkpoint.BatchRecord.Planned;
import io.durastream.checkpoint.BatchRecord.RecoveryEvent;
import io.durastream.checkpoint.BatchRecord.Retired;
import io.durastream.storage.Epoch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes a {@link LogState} out of another one and entries, and refuses what cannot follow. */
final class LogFold {

    private long sequence;
    private final NavigableSet<Long> epochStarts;
    private @Nullable Epoch epoch;
    private @Nullable WriterId writer;
    private @Nullable ApplicationStarted application;
    private final NavigableMap<BatchTime, BatchState> batches;
    private @Nullable BatchTime lastPlanned;
    private @Nullable BatchTime lastCommitted;
    private @Nullable BatchTime retainFrom;
    private final Map<OperatorId, Map<Integer, StateEntry>> state = new TreeMap<>();
    private final Map<String, NamedValue> accumulators;
    private final List<DriverStart> ledger;

    LogFold(LogState from) {
        sequence = from.sequence();
        epochStarts = new TreeSet<>(from.epochStarts());
        epoch = from.epoch().orElse(null);
        writer = from.writer().orElse(null);
        application = from.application().orElse(null);
        batches = new TreeMap<>(from.batches());
        lastPlanned = from.lastPlanned().orElse(null);
        lastCommitted = from.lastCommitted().orElse(null);
        retainFrom = from.retainFrom().orElse(null);
        from.state().forEach((operator, partitions) -> state.put(operator, new TreeMap<>(partitions)));
        accumulators = new TreeMap<>(from.accumulators());
        ledger = new ArrayList<>(from.ledger());
    }

    LogState result() {
        return new LogState(
                sequence,
                epochStarts,
                Optional.ofNullable(epoch),
                Optional.ofNullable(writer),
                Optional.ofNullable(application),
                batches,
                Optional.ofNullable(lastPlanned),
                Optional.ofNullable(lastCommitted),
                Optional.ofNullable(retainFrom),
                state,
                accumulators,
                ledger);
    }

    void add(LogEntry entry) {
        require(entry.sequence() == sequence + 1, entry, "expected sequence " + (sequence + 1));
        sequence = entry.sequence();
        if (entry.records().get(0) instanceof EpochStarted started) {
            startEpoch(started, entry);
        }
        require(entry.epoch().equals(epoch), entry, "expected epoch " + epoch);
        require(entry.writer().equals(writer), entry, "expected writer " + writer);
        for (BatchRecord record : entry.records()) {
            add(record, entry);
        }
    }

    private void add(BatchRecord record, LogEntry entry) {
        if (record instanceof EpochStarted) {
            require(record == entry.records().get(0), entry, "an epoch starts with the first record of an entry");
        } else if (record instanceof ApplicationStarted started) {
            application = started;
        } else if (record instanceof Planned planned) {
            plan(planned, entry);
        } else if (record instanceof Committed committed) {
            commit(committed, entry);
        } else if (record instanceof OperatorsDropped dropped) {
            drop(dropped);
        } else if (record instanceof RecoveryEvent event) {
            note(event, entry);
        } else if (!(record instanceof Retired)) {
            throw new AssertionError("a record that nobody folds: " + record);
        }
    }

    private void startEpoch(EpochStarted started, LogEntry entry) {
        Epoch expected = epoch == null ? Epoch.of(1) : epoch.next();
        require(started.epoch().equals(expected), entry, "expected the start of epoch " + expected);
        epoch = started.epoch();
        writer = started.writer();
        epochStarts.add(entry.sequence());
        ledger.add(new DriverStart(started.epoch(), started.writer(), started.wallMillis(), started.host(), List.of()));
        if (ledger.size() > LogState.MAX_LEDGER) {
            ledger.remove(0);
        }
    }

    private void plan(Planned planned, LogEntry entry) {
        BatchTime time = planned.time();
        require(application != null, entry, "expected an application before batch " + time + " is planned");
        require(
                lastPlanned == null || lastPlanned.isBefore(time),
                entry,
                "expected a batch after " + lastPlanned + ", got a plan of " + time);
        Set<OperatorId> inputs = new HashSet<>();
        for (InputRange range : planned.inputs()) {
            require(inputs.add(range.input()), entry, "expected one range of input " + range.input() + " in " + time);
        }
        batches.put(time, new BatchState(planned.inputs(), false, List.of()));
        lastPlanned = time;
    }

    private void commit(Committed committed, LogEntry entry) {
        BatchTime time = committed.time();
        BatchTime next = firstPending();
        require(time.equals(next), entry, "expected a commit of " + next + ", the first pending batch, got " + time);
        batches.computeIfPresent(time, (t, batch) -> new BatchState(batch.inputs(), true, committed.state()));
        committed.state().forEach(ref -> state.remove(ref.operator()));
        for (StateEntry ref : committed.state()) {
            state.computeIfAbsent(ref.operator(), operator -> new TreeMap<>()).put(ref.partition(), ref);
        }
        for (NamedValue value : committed.accumulators()) {
            accumulators.put(value.name(), value);
        }
        lastCommitted = time;
        retainFrom = committed.retainFrom();
        forgetBefore(committed.retainFrom(), time);
        forgetStateBefore(committed.retainStateFrom(), time);
    }

    private @Nullable BatchTime firstPending() {
        for (Map.Entry<BatchTime, BatchState> batch : batches.entrySet()) {
            if (!batch.getValue().committed()) {
                return batch.getKey();
            }
        }
        return null;
    }

    private void forgetBefore(BatchTime horizon, BatchTime committedNow) {
        batches.headMap(horizon, false)
                .entrySet()
                .removeIf(
                        batch -> batch.getValue().committed() && !batch.getKey().equals(committedNow));
    }

    private void forgetStateBefore(BatchTime horizon, BatchTime committedNow) {
        batches.headMap(horizon, false)
                .replaceAll((time, batch) -> batch.state().isEmpty() || time.equals(committedNow)
                        ? batch
                        : new BatchState(batch.inputs(), batch.committed(), List.of()));
    }

    private void drop(OperatorsDropped dropped) {
        Set<OperatorId> gone = new HashSet<>(dropped.operators());
        state.keySet().removeAll(gone);
        batches.replaceAll((time, batch) -> new BatchState(
                batch.inputs(),
                batch.committed(),
                batch.state().stream()
                        .filter(ref -> !gone.contains(ref.operator()))
                        .toList()));
    }

    private void note(RecoveryEvent event, LogEntry entry) {
        require(
                epoch != null && event.epoch().compareTo(epoch) <= 0,
                entry,
                "expected an event of an epoch up to " + epoch + ", got " + event.epoch());
        ledger.replaceAll(start -> start.epoch().equals(event.epoch()) ? start.with(event) : start);
    }

    private static void require(boolean holds, LogEntry entry, String expectation) {
        if (!holds) {
            throw new IllegalStateException("Entry " + entry.sequence() + " of epoch " + entry.epoch() + " by writer "
                    + entry.writer() + " cannot follow: " + expectation);
        }
    }
}
