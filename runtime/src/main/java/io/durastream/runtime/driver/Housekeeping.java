package io.durastream.runtime.driver;

import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchRecord.Retired;
import io.durastream.checkpoint.CleanResult;
import io.durastream.checkpoint.Cleaner;
import io.durastream.checkpoint.CommitOutcome.Committed;
import io.durastream.checkpoint.LogState;
import io.durastream.storage.Clock;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What is done beside the batches: compacting the batch log, and deleting what nothing needs. Nothing of it has to happen
 * now, and nothing of it may fail a batch or hold one up. Garbage is found, its deletion travels with the next entry of
 * the batch log, and once that is committed the files go.
 *
 * <p>Used by the batch thread alone. The work is handed out in rounds, one after the other, which touch nothing but files
 * and what they are given; the batch thread takes the outcome of one when it looks in again.
 */
final class Housekeeping {

    private static final Round NOTHING = new Round(Set.of(), List.of());

    private final BatchLog log;
    private final Cleaner cleaner;
    private final Retention retention;
    private final Clock clock;
    private final CycleListener listener;
    private final Executor chores;
    private final CycleOptions options;

    private Set<StoragePath> garbage = new LinkedHashSet<>();
    private @Nullable Authorised authorised;
    private CompletableFuture<Round> round = CompletableFuture.completedFuture(NOTHING);
    private long lastSearchNanos;

    Housekeeping(
            BatchLog log,
            Cleaner cleaner,
            Retention retention,
            Clock clock,
            CycleListener listener,
            Executor chores,
            CycleOptions options) {
        this.log = log;
        this.cleaner = cleaner;
        this.retention = retention;
        this.clock = clock;
        this.listener = listener;
        this.chores = chores;
        this.options = options;
        this.lastSearchNanos = clock.nanoTime();
    }

    /** What the next entry is to authorise, if anything. */
    Optional<Retired> toAuthorise() {
        return garbage.isEmpty() || authorised != null
                ? Optional.empty()
                : Optional.of(new Retired(List.copyOf(garbage)));
    }

    /** The entry with that authorisation is committed. */
    void authorised(Retired retired, Committed by) {
        authorised = new Authorised(retired, by);
        garbage = new LinkedHashSet<>();
    }

    /** Looks after the round that was begun last, and begins the next one when that is over. */
    void keep() {
        if (round.isDone()) {
            Round done = round.join();
            garbage.addAll(done.garbage);
            done.failures.forEach(failure -> listener.waiting(failure.what, failure.reason));
            round = begin();
        }
    }

    private CompletableFuture<Round> begin() {
        List<Chore> due = new ArrayList<>();
        if (log.entriesSinceSnapshot() >= entriesPerSnapshot()) {
            compaction().ifPresent(due::add);
        }
        if (authorised != null) {
            due.add(deletion(authorised));
            authorised = null;
        }
        if (clock.nanoTime() - lastSearchNanos >= options.cleanEveryMillis() * 1_000_000) {
            lastSearchNanos = clock.nanoTime();
            LogState state = log.state();
            due.add(new Chore("looking for garbage", found -> found.addAll(retention.find(state))));
        }
        return due.isEmpty()
                ? CompletableFuture.completedFuture(NOTHING)
                : CompletableFuture.supplyAsync(() -> run(due), chores);
    }

    /** A snapshot is about as large as the entries whose references it holds: it is not written more often than they. */
    private long entriesPerSnapshot() {
        long withState = log.state().batches().values().stream()
                .filter(batch -> !batch.state().isEmpty())
                .count();
        return Math.max(options.compactEveryEntries(), withState);
    }

    private Optional<Chore> compaction() {
        String what = "compacting the batch log";
        try {
            return log.compaction().map(compaction -> new Chore(what, found -> compaction.run()));
        } catch (IOException e) {
            listener.waiting(what, e);
            return Optional.empty();
        }
    }

    private Chore deletion(Authorised files) {
        return new Chore("deleting files", found -> {
            CleanResult result = cleaner.delete(files.retired, files.by);
            found.addAll(result.failed().keySet());
        });
    }

    private static Round run(List<Chore> due) {
        Set<StoragePath> found = new LinkedHashSet<>();
        List<Failure> failures = new ArrayList<>();
        for (Chore chore : due) {
            try {
                chore.work.run(found);
            } catch (IOException e) {
                failures.add(new Failure(chore.what, e));
            }
        }
        return new Round(found, failures);
    }

    private interface Work {
        /** @param found takes files that may be deleted once that is authorised */
        void run(Set<StoragePath> found) throws IOException;
    }

    private record Chore(String what, Work work) {}

    private record Failure(String what, IOException reason) {}

    private record Round(Set<StoragePath> garbage, List<Failure> failures) {}

    private record Authorised(Retired retired, Committed by) {}
}
