package io.durastream.runtime.driver;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.LogState;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.Collection;

/**
 * Decides what is kept: of the batch log's memory, and of the files beside it. The horizons are asked for by the batch
 * thread; garbage by one thread at a time, which may be another.
 */
public interface Retention {

    /** The earliest batch that anything may still ask for once {@code committing} is committed. */
    BatchTime retainFrom(BatchTime committing);

    /** The earliest batch whose state, as that batch left it, anything may still ask for; not before the other horizon. */
    BatchTime retainStateFrom(BatchTime committing);

    /** Files that nothing in the log's state refers to, and nothing to come will. */
    Collection<StoragePath> garbage(LogState state) throws IOException;
}
