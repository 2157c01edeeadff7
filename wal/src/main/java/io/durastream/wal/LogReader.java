package io.durastream.wal;

import java.io.IOException;
import java.util.Optional;

/** Reads the entries of one writer in order. Owned by one thread. */
public interface LogReader extends AutoCloseable {

    /**
     * The next entry, or empty at the end of what could be read when the scan began.
     *
     * @throws io.durastream.storage.DamagedFileException when something that was acknowledged is missing or changed
     */
    Optional<LogEntry> next() throws IOException;

    /** Behind the last entry that {@link #next} returned: where a later scan goes on. */
    LogPosition position();

    /** After the end: the unfinished bytes there, if any. */
    Optional<TornTail> tornTail();

    @Override
    void close() throws IOException;
}
