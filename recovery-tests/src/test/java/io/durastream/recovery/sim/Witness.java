package io.durastream.recovery.sim;

import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchLogView;
import io.durastream.checkpoint.BatchRecord;
import io.durastream.checkpoint.BatchRecord.Committed;
import io.durastream.checkpoint.BatchRecord.EpochStarted;
import io.durastream.checkpoint.BatchRecord.Planned;
import io.durastream.checkpoint.BatchRecord.Retired;
import io.durastream.checkpoint.BatchState;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.LogEntry;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.StateEntry;
import io.durastream.runtime.receiver.ReceivedBlock;
import io.durastream.runtime.receiver.ReceivedRange;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.wal.LogExtent;
import io.durastream.wal.LogPosition;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the batch log whenever it may have changed, remembers all that it ever said, and knows what may follow. What it
 * checks of entries it checks without the log's own fold.
 */
final class Witness {

    private static final StoragePath BATCHES = StoragePath.of("batches");

    private final Storage observer;
    private final Coverage coverage;
    private final TreeMap<Long, LogEntry> log = new TreeMap<>();
    private final TreeMap<BatchTime, List<InputRange>> plans = new TreeMap<>();
    private final TreeMap<BatchTime, Committed> commits = new TreeMap<>();
    private final Map<StoragePath, Set<String>> retired = new HashMap<>();
    private LogState state = LogState.empty();
    private @Nullable LogState referencedBy;
    private Set<StoragePath> referenced = Set.of();
    private @Nullable Epoch epoch;

    /** @param observer a client of the disk that no fault meets */
    Witness(Storage observer, Coverage coverage) {
        this.observer = observer;
        this.coverage = coverage;
    }

    /** Something in the directory of the batch log may have changed. */
    void look() {
        BatchLogView view;
        try {
            view = BatchLog.read(observer);
        } catch (IOException | RuntimeException e) {
            throw new Violation("The batch log cannot be read", e);
        }
        Violation.unless(
                view.lastSequence() >= state.sequence(),
                () -> "The log had " + state.sequence() + " entries and now has " + view.lastSequence());
        for (LogEntry entry : view.entries()) {
            LogEntry before = log.get(entry.sequence());
            if (before == null) {
                add(entry);
            } else {
                Violation.unless(
                        before.equals(entry), () -> "The log changed: " + before + " was replaced by " + entry);
            }
        }
        Violation.unless(
                log.isEmpty() || log.lastKey() == view.lastSequence(),
                () -> "A snapshot up to " + view.lastSequence() + " covers entries that never were, behind "
                        + log.keySet());
        if (view.lastSequence() == state.sequence() && !view.state().equals(state)) {
            throw new Violation("Compaction changed the state of the log from " + state + " to " + view.state());
        }
        state = view.state();
    }

    LogState state() {
        return state;
    }

    boolean isFenced(Epoch driver) {
        return epoch != null && driver.isBefore(epoch);
    }

    /** Nothing of a batch happens before the log has this plan for it. */
    void checkExecution(BatchTime time, List<InputRange> plan) {
        List<InputRange> durable = plans.get(time);
        if (durable == null) {
            throw new Violation("Batch " + time + " is executed, but its plan is not in the log");
        }
        Violation.unless(
                durable.equals(plan),
                () -> "Batch " + time + " is executed from " + plan + ", but planned is " + durable);
    }

    /** A driver is about to delete a file. */
    void checkDeletion(String client, StoragePath path) {
        if (path.isBelow(BATCHES)) {
            Violation.unless(!isEpochStart(path), () -> client + " deletes the start of an epoch: " + path);
            return;
        }
        Violation.unless(
                retired.getOrDefault(path, Set.of()).contains(client),
                () -> client + " deletes " + path + ", and no entry of it in the log says so");
        Violation.unless(!referenced().contains(path), () -> client + " deletes " + path + ", which the log refers to");
        coverage.count(Coverage.Event.FILE_DELETED);
    }

    private boolean isEpochStart(StoragePath path) {
        String name = path.name();
        return name.endsWith(".entry") && state.epochStarts().contains(Long.parseLong(name, 0, name.indexOf('.'), 10));
    }

    /** The batches that the log holds as committed ever, in order. */
    Collection<BatchTime> committed() {
        return commits.keySet();
    }

    /** The files that what the log retains refers to. */
    Set<StoragePath> referenced() {
        if (referencedBy != state) {
            referenced = filesOf(state);
            referencedBy = state;
        }
        return referenced;
    }

    private static Set<StoragePath> filesOf(LogState state) {
        Set<StoragePath> files = new HashSet<>();
        Stream.concat(
                        state.state().values().stream().flatMap(entries -> entries.values().stream()),
                        state.batches().values().stream().flatMap(batch -> batch.state().stream()))
                .forEach(entry -> files.add(stateFile(entry)));
        for (BatchState batch : state.batches().values()) {
            for (InputRange input : batch.inputs()) {
                for (ReceivedBlock block : ReceivedRange.of(input).blocks()) {
                    LogExtent extent = block.extent();
                    if (extent != null) {
                        files.add(segment(input.input(), extent.start()));
                    }
                }
            }
        }
        return files;
    }

    static StoragePath stateFile(StateEntry entry) {
        return StoragePath.of(new String(entry.ref().toByteArray(), java.nio.charset.StandardCharsets.UTF_8));
    }

    private static StoragePath segment(OperatorId input, LogPosition at) {
        return StoragePath.of(String.format(
                "received/%s/%010d-%s/%08d.seg", input.value(), at.epoch().number(), at.writer(), at.segment()));
    }

    private void add(LogEntry entry) {
        log.put(entry.sequence(), entry);
        for (BatchRecord record : entry.records()) {
            if (record instanceof EpochStarted started) {
                start(started, entry);
            } else if (record instanceof Planned planned) {
                plan(planned);
            } else if (record instanceof Committed committed) {
                commit(committed);
            } else if (record instanceof Retired files) {
                retire(files, entry);
            }
        }
        Violation.unless(
                entry.epoch().equals(epoch), () -> "An entry of epoch " + entry.epoch() + " stands in epoch " + epoch);
    }

    private void start(EpochStarted started, LogEntry entry) {
        long expected = epoch == null ? 1 : epoch.number() + 1;
        Violation.unless(
                started.epoch().number() == expected && entry.epoch().equals(started.epoch()),
                () -> "Epoch " + started.epoch() + " follows epoch " + epoch);
        epoch = started.epoch();
        coverage.count(Coverage.Event.TAKEOVER);
    }

    private void plan(Planned planned) {
        Violation.unless(
                plans.isEmpty() || plans.lastKey().compareTo(planned.time()) < 0,
                () -> "Batch " + planned.time() + " is planned after " + plans.keySet());
        plans.put(planned.time(), planned.inputs());
    }

    private void commit(Committed committed) {
        BatchTime next = commits.isEmpty() ? plans.firstKey() : plans.higherKey(commits.lastKey());
        Violation.unless(
                committed.time().equals(next),
                () -> "Batch " + committed.time() + " is committed where " + next + " is next");
        commits.put(committed.time(), committed);
        coverage.count(Coverage.Event.BATCH_COMMITTED);
    }

    private void retire(Retired files, LogEntry entry) {
        files.files()
                .forEach(path -> retired.computeIfAbsent(path, any -> new HashSet<>())
                        .add(entry.writer().value()));
        coverage.count(Coverage.Event.FILE_RETIRED, files.files().size());
    }
}
