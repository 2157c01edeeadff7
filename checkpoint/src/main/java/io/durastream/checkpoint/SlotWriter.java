package io.durastream.checkpoint;

import io.durastream.checkpoint.BatchRecord.EpochStarted;
import io.durastream.storage.Clock;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Storage.PutResult;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;

/** Puts an entry into its slot, and finds out who has the slot when that did not go smoothly. */
final class SlotWriter {

    private final LogDirectory directory;
    private final Clock clock;
    private final BatchLogOptions options;

    SlotWriter(LogDirectory directory, Clock clock, BatchLogOptions options) {
        this.directory = directory;
        this.clock = clock;
        this.options = options;
    }

    /** Whose entry is in the slot. */
    sealed interface Slot {}

    /**
     * Our entry is.
     *
     * @param late whether it took more than one put: then it may have been there before, have been read and compacted
     *     away by others, and the last put may have made it a second time
     */
    record Ours(boolean late) implements Slot {}

    /** Another writer's entry is. */
    record Theirs(LogEntry entry) implements Slot {}

    /** Nobody knows, not even whether the slot is taken. */
    record Undecided(IOException cause) implements Slot {}

    /** Puts an entry that was never put before: one operation when all is well. */
    Slot put(LogEntry entry) {
        try {
            if (directory.put(entry) == PutResult.CREATED) {
                return new Ours(false);
            }
        } catch (IOException e) {
            return decide(entry, e);
        }
        return decide(entry, new IOException("Entry " + entry.sequence() + " was there and is not"));
    }

    /** Finds out about an entry that was put before with an unknown outcome, and puts it again where it is missing. */
    Slot decide(LogEntry entry, IOException unknown) {
        IOException cause = unknown;
        long backoff = options.firstBackoff().toMillis();
        for (int look = 0; look < options.settleAttempts(); look++) {
            try {
                if (look > 0) {
                    clock.sleep(backoff);
                    backoff = Math.min(2 * backoff, options.maxBackoff().toMillis());
                }
                return look(entry);
            } catch (DamagedFileException e) {
                return new Undecided(e);
            } catch (IOException e) {
                cause = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Undecided(new InterruptedIOException("Interrupted while the outcome was unknown"));
            }
        }
        return new Undecided(cause);
    }

    private Slot look(LogEntry entry) throws IOException {
        try {
            return whose(directory.readEntry(entry.sequence()), entry);
        } catch (FileNotFoundException e) {
            if (directory.put(entry) == PutResult.CREATED) {
                return new Ours(true);
            }
            return whose(directory.readEntry(entry.sequence()), entry);
        }
    }

    private static Slot whose(LogEntry found, LogEntry ours) {
        if (!found.writer().equals(ours.writer()) || isEarlierClaim(found, ours)) {
            return new Theirs(found);
        }
        if (!found.equals(ours)) {
            throw new IllegalStateException("Entry " + ours.sequence() + " was written twice by writer " + ours.writer()
                    + " with different content. Writer ids must be unique per start of a driver");
        }
        return new Ours(true);
    }

    /** A claim that was given up as unknown, and arrived in front of the next claim of the same driver. */
    private static boolean isEarlierClaim(LogEntry found, LogEntry ours) {
        return startsEpoch(found) && startsEpoch(ours) && !found.equals(ours);
    }

    private static boolean startsEpoch(LogEntry entry) {
        return entry.records().get(0) instanceof EpochStarted;
    }
}
