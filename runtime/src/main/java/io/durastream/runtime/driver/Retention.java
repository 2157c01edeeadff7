package io.durastream.runtime.driver;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.LogState;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.Collection;

/** Decides what is kept: of the batch log's memory, and of the files beside it. */
public interface Retention {

    /** The earliest batch that anything may still ask for once {@code committing} is committed. */
    BatchTime retainFrom(BatchTime committing);

    /** Files that nothing in the log's state refers to, and nothing to come will. */
    Collection<StoragePath> garbage(LogState state) throws IOException;
}
