package io.durastream.checkpoint;

import io.durastream.checkpoint.LogDirectory.Listing;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.StoragePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a batch log to its end while others append to it and compact it.
 *
 * <p>A file that ought to be there and is not means one of two things: the listing went on during a compaction or an
 * append, or somebody damaged the directory. Two equal listings in a row exclude the first.
 */
final class LogReader {

    /** A log that changes under each of that many readings in a row is not being compacted but fought over. */
    private static final int MAX_ATTEMPTS = 50;

    /** An empty log. */
    static final BatchLogView NOTHING = only(LogState.empty());

    private final LogDirectory directory;

    LogReader(LogDirectory directory) {
        this.directory = directory;
    }

    BatchLogView read() throws IOException {
        return readOn(NOTHING);
    }

    /** Reads what was not there when {@code known} was read; all of it if the log was compacted since. */
    BatchLogView readOn(BatchLogView known) throws IOException {
        BatchLogView start = known;
        Listing before = null;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Listing listing = directory.list();
            try {
                return load(listing, start);
            } catch (Inconsistent e) {
                if (listing.equals(before)) {
                    throw e.damage;
                }
            }
            before = listing;
            start = NOTHING;
        }
        throw new IOException("The batch log " + directory.location() + " changed under each of " + MAX_ATTEMPTS
                + " readings; look for drivers that compact it in a loop");
    }

    private BatchLogView load(Listing listing, BatchLogView known) throws IOException, Inconsistent {
        BatchLogView start = isBase(known.snapshot(), listing) ? known : only(loadSnapshot(listing));
        long expected = start.lastSequence() + 1;
        if (listing.entries().tailSet(expected).isEmpty()) {
            return start;
        }
        LogFold fold = new LogFold(start.state());
        List<LogEntry> entries = new ArrayList<>(start.entries());
        for (long sequence : listing.entries().tailSet(expected)) {
            StoragePath path = LogDirectory.entryPath(expected);
            if (sequence != expected) {
                throw new Inconsistent(path, "expected this entry, for there is entry " + sequence + "; it is missing");
            }
            LogEntry entry = loadEntry(sequence);
            add(fold, entry, path);
            entries.add(entry);
            expected++;
        }
        return new BatchLogView(fold.result(), start.snapshot(), entries);
    }

    private static boolean isBase(LogState snapshot, Listing listing) {
        return listing.newestSnapshot().orElse(0) == snapshot.sequence()
                && (snapshot.sequence() > 0 || !listing.compacted());
    }

    private static BatchLogView only(LogState snapshot) {
        return new BatchLogView(snapshot, snapshot, List.of());
    }

    private LogState loadSnapshot(Listing listing) throws IOException, Inconsistent {
        if (listing.newestSnapshot().isEmpty()) {
            if (listing.compacted()) {
                throw new Inconsistent(LogDirectory.PATH, "expected a snapshot, for the log was compacted; found none");
            }
            return LogState.empty();
        }
        long newest = listing.newestSnapshot().getAsLong();
        try {
            return directory.readSnapshot(newest);
        } catch (FileNotFoundException e) {
            throw new Inconsistent(LogDirectory.snapshotPath(newest), "expected a file, for it is listed; found none");
        }
    }

    private LogEntry loadEntry(long sequence) throws IOException, Inconsistent {
        try {
            return directory.readEntry(sequence);
        } catch (FileNotFoundException e) {
            throw new Inconsistent(LogDirectory.entryPath(sequence), "expected a file, for it is listed; found none");
        }
    }

    private static void add(LogFold fold, LogEntry entry, StoragePath path) throws Inconsistent {
        try {
            fold.add(entry);
        } catch (IllegalStateException e) {
            throw new Inconsistent(path, String.valueOf(e.getMessage()));
        }
    }

    /** What was listed does not make a log. */
    private static final class Inconsistent extends Exception {

        final DamagedFileException damage;

        Inconsistent(StoragePath path, String expectation) {
            super(expectation, null, false, false);
            this.damage = new DamagedFileException(path.value(), 0, expectation);
        }
    }
}
