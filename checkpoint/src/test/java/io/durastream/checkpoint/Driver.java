package io.durastream.checkpoint;

import io.durastream.checkpoint.CommitOutcome.Committed;
import io.durastream.checkpoint.CommitOutcome.Fenced;
import io.durastream.checkpoint.CommitOutcome.Unknown;
import io.durastream.storage.Clock;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.sim.SimulatedClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A driver as the log sees one: takes the log over, plans and commits, compacts, cleans, and survives storage errors. */
final class Driver {

    private static final int COMPACT_EVERY = 3;
    private static final int CLEAN_EVERY = 4;
    private static final int MAX_RETRIES = 200;

    private final String name;
    private final Storage storage;
    private final int steps;
    private final Clock clock = new SimulatedClock(1_000);
    private final Map<Long, List<BatchRecord>> acknowledged = new LinkedHashMap<>();
    private final List<List<BatchRecord>> attempted = new ArrayList<>();
    private @Nullable BatchLog log;
    private boolean fenced;
    private int made;

    Driver(String name, Storage storage, int steps) {
        this.name = name;
        this.storage = storage;
        this.steps = steps;
    }

    WriterId writer() {
        return WriterId.of(name);
    }

    Map<Long, List<BatchRecord>> acknowledged() {
        return acknowledged;
    }

    List<List<BatchRecord>> attempted() {
        return attempted;
    }

    /** The epoch that it was told to be its own. */
    Optional<Epoch> epoch() {
        return Optional.ofNullable(log).map(BatchLog::epoch);
    }

    boolean fenced() {
        return fenced;
    }

    /** Its whole life, until it has done its steps or is fenced. */
    void run() {
        BatchLog claimed = claim();
        log = claimed;
        for (int step = 1; step <= steps && !fenced; step++) {
            append(claimed, nextRecords(claimed.state()));
            if (step % COMPACT_EVERY == 0) {
                compact(claimed);
            }
            if (step % CLEAN_EVERY == 0 && !fenced) {
                clean(claimed);
            }
        }
    }

    /** One more append. */
    void goOn() {
        BatchLog claimed = log;
        if (claimed != null && !fenced) {
            append(claimed, nextRecords(claimed.state()));
        }
    }

    private BatchLog claim() {
        for (int attempt = 0; attempt < MAX_RETRIES; attempt++) {
            try {
                return BatchLog.claim(storage, writer(), "host", clock, BatchLogOptions.defaults());
            } catch (DamagedFileException e) {
                throw new AssertionError(name + " takes a log for damaged that is being written", e);
            } catch (IOException e) {
                clock.wallMillis(); // and again, as a supervisor does
            }
        }
        throw new AssertionError(name + " never got a claim through");
    }

    private void append(BatchLog to, List<BatchRecord> records) {
        attempted.add(records);
        for (int attempt = 0; attempt < MAX_RETRIES; attempt++) {
            CommitOutcome outcome = to.append(records);
            if (outcome instanceof Committed committed) {
                acknowledged.put(committed.sequence(), records);
                return;
            }
            if (outcome instanceof Fenced) {
                fenced = true;
                return;
            }
            if (outcome instanceof Unknown unknown && unknown.cause() instanceof DamagedFileException damage) {
                throw new AssertionError(name + " takes a log for damaged that is being written", damage);
            }
        }
        throw new AssertionError(name + " never learnt what became of " + records);
    }

    private static void compact(BatchLog log) {
        try {
            log.compact();
        } catch (IOException e) {
            compactAgain(log);
        }
    }

    private static void compactAgain(BatchLog log) {
        try {
            log.compact();
        } catch (IOException e) {
            log.state(); // goes on: compaction is not needed for anything
        }
    }

    private void clean(BatchLog log) {
        StoragePath garbage = StoragePath.of("data/" + name + "-" + made);
        try {
            storage.putIfAbsent(garbage, new byte[] {1});
        } catch (IOException e) {
            return;
        }
        CleanResult result = new Cleaner(storage, log).clean(List.of(garbage));
        if (result.outcome() instanceof Committed committed) {
            acknowledged.put(committed.sequence(), List.of(new BatchRecord.Retired(List.of(garbage))));
        }
        fenced |= result.outcome() instanceof Fenced;
    }

    /** Commits what is pending and plans one more; with a mark that is in no other entry. */
    private List<BatchRecord> nextRecords(LogState state) {
        List<BatchRecord> records = new ArrayList<>();
        if (state.application().isEmpty()) {
            records.add(Samples.application());
        }
        state.pending().stream().limit(1).forEach(time -> records.add(Samples.commit(time.millis())));
        records.add(Samples.plan(state.lastPlanned().map(BatchTime::millis).orElse(0L) + 1));
        records.add(Samples.retire("data/mark-" + name + "-" + made++));
        return records;
    }

    @Override
    public String toString() {
        return name + " of epoch " + epoch() + (fenced ? ", fenced" : "");
    }
}
