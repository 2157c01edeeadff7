package io.durastream.runtime.driver;

import io.durastream.checkpoint.LogState;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.Collection;

/** Finds the files of one kind that nothing needs any more. */
@FunctionalInterface
public interface Garbage {

    /** A batch was committed, and is the last one in {@code state}. Called by the batch thread. */
    default void committed(LogState state) {}

    /**
     * Files that nothing in the log's state refers to, and nothing to come will. Called by one thread at a time, which
     * need not be the batch thread.
     *
     * @param state one that {@link #committed} was told, or a later one without another commit
     */
    Collection<StoragePath> find(LogState state) throws IOException;
}
