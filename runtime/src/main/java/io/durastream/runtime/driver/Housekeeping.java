package io.durastream.runtime.driver;

import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchRecord.Retired;
import io.durastream.checkpoint.CleanResult;
import io.durastream.checkpoint.Cleaner;
import io.durastream.checkpoint.CommitOutcome.Committed;
import io.durastream.storage.Clock;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done between batches: compacting the batch log, and deleting what nothing needs. Nothing of it has to happen
 * now, and nothing of it may fail a batch. Garbage is found, its deletion travels with the next entry of the batch log,
 * and once that is committed the files go. Used by the batch thread alone.
 */
final class Housekeeping {

    private final BatchLog log;
    private final Cleaner cleaner;
    private final Retention retention;
    private final Clock clock;
    private final CycleListener listener;
    private final CycleOptions options;

    private Set<StoragePath> garbage = new LinkedHashSet<>();
    private @Nullable Authorised authorised;
    private long lastSearchNanos;

    Housekeeping(
            BatchLog log,
            Cleaner cleaner,
            Retention retention,
            Clock clock,
            CycleListener listener,
            CycleOptions options) {
        this.log = log;
        this.cleaner = cleaner;
        this.retention = retention;
        this.clock = clock;
        this.listener = listener;
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

    void keep() {
        if (log.entriesSinceSnapshot() >= options.compactEveryEntries()) {
            attempt("compacting the batch log", log::compact);
        }
        if (authorised != null) {
            CleanResult result = cleaner.delete(authorised.retired, authorised.by);
            authorised = null;
            garbage.addAll(result.failed().keySet());
        }
        if (clock.nanoTime() - lastSearchNanos >= options.cleanEveryMillis() * 1_000_000) {
            lastSearchNanos = clock.nanoTime();
            attempt("looking for garbage", () -> garbage.addAll(retention.garbage(log.state())));
        }
    }

    private void attempt(String what, Chore chore) {
        try {
            chore.run();
        } catch (IOException e) {
            listener.waiting(what, e);
        }
    }

    private interface Chore {
        void run() throws IOException;
    }

    private record Authorised(Retired retired, Committed by) {}
}
