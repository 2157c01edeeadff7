package io.durastream.checkpoint;

import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.util.Collection;

/** Deletes files that the log gave up. */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class Cleaner {

    public Cleaner(Storage storage, BatchLog log) {}

    /** Puts {@link BatchRecord.Retired} through the log, and only when that is committed deletes the files. */
    public CleanResult clean(Collection<StoragePath> files) {
        throw new UnsupportedOperationException();
    }

    /** Deletes files whose retirement travelled with other records in a committed entry. */
    public CleanResult delete(BatchRecord.Retired retired, CommitOutcome.Committed authorisation) {
        throw new UnsupportedOperationException();
    }
}
