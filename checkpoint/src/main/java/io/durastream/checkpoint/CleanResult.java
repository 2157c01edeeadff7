package io.durastream.checkpoint;

import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What became of a clean-up.
 *
 * @param outcome whether deleting was authorised; unless it was, nothing was deleted
 * @param deleted files that are gone
 * @param failed files that may still be there and why; whoever lists garbage next finds them again
 */
public record CleanResult(CommitOutcome outcome, List<StoragePath> deleted, Map<StoragePath, IOException> failed) {

    public CleanResult {
        deleted = List.copyOf(deleted);
        failed = Map.copyOf(failed);
    }
}
