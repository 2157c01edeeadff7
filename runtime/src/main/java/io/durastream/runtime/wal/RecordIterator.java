package io.durastream.runtime.wal;

import io.durastream.wal.LogEntry;
import io.durastream.wal.LogPosition;
import io.durastream.wal.LogReader;
import io.durastream.wal.SegmentedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The records of some writers of a log, one writer after the other; a file is open only between its first and last. */
final class RecordIterator implements Iterator<ByteBuffer> {

    private final SegmentedLog log;
    private final Iterator<LogPosition> beginnings;
    private @Nullable LogReader reader;
    private Optional<LogEntry> next = Optional.empty();

    RecordIterator(SegmentedLog log, Iterator<LogPosition> beginnings) {
        this.log = log;
        this.beginnings = beginnings;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next.isEmpty() && (reader != null || beginnings.hasNext())) {
                advance();
            }
            return next.isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the write-ahead log", e);
        }
    }

    @Override
    public ByteBuffer next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The write-ahead log has no more records");
        }
        ByteBuffer record = next.orElseThrow().payload();
        next = Optional.empty();
        return record;
    }

    private void advance() throws IOException {
        LogReader open = reader;
        if (open == null) {
            open = log.scan(beginnings.next());
            reader = open;
        }
        next = open.next();
        if (next.isEmpty()) {
            reader = null;
            open.close();
        }
    }
}
