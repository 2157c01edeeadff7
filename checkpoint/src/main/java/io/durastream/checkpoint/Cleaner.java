package io.durastream.checkpoint;

import io.durastream.checkpoint.BatchRecord.Retired;
import io.durastream.checkpoint.CommitOutcome.Committed;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Deletes files that the log gives up: first the log says so, then they go. A driver that was fenced, or does not know,
 * deletes nothing. Because file names are never reused, an authorised deletion may happen at any later time, on any
 * thread; all else is for the log's thread.
 */
public final class Cleaner {

    private final Storage storage;
    private final BatchLog log;

    /** Cleans the directory of that log. */
    public Cleaner(Storage storage, BatchLog log) {
        this.storage = storage;
        this.log = log;
    }

    /**
     * Puts {@link Retired} through the log in an entry of its own, and only when that is committed deletes the files.
     * Files that could not be deleted are in the result and stay garbage: whoever lists garbage next cleans them again.
     *
     * @param files referred to by nothing that is still needed, none of them of the log itself; with none, nothing is
     *     written
     */
    public CleanResult clean(Collection<StoragePath> files) {
        Retired retired = new Retired(List.copyOf(files));
        failOnFilesOfTheLog(retired);
        CommitOutcome outcome = files.isEmpty() ? log.settle() : log.append(List.of(retired));
        if (outcome instanceof Committed committed) {
            return delete(retired, committed);
        }
        return new CleanResult(outcome, List.of(), Map.of());
    }

    /**
     * Deletes files whose retirement travelled with other records.
     *
     * @param authorisation the outcome of the append that {@code retired} was part of
     */
    public CleanResult delete(Retired retired, Committed authorisation) {
        failOnFilesOfTheLog(retired);
        List<StoragePath> deleted = new ArrayList<>();
        Map<StoragePath, IOException> failed = new TreeMap<>();
        for (StoragePath file : retired.files()) {
            try {
                storage.delete(file);
                deleted.add(file);
            } catch (IOException e) {
                failed.put(file, e);
            }
        }
        return new CleanResult(authorisation, deleted, failed);
    }

    private static void failOnFilesOfTheLog(Retired retired) {
        for (StoragePath file : retired.files()) {
            if (file.isBelow(LogDirectory.PATH)) {
                throw new IllegalArgumentException(
                        "Files of the batch log are deleted by compact() alone, got " + file);
            }
        }
    }
}
