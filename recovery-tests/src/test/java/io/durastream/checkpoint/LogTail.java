package io.durastream.checkpoint;

import io.durastream.storage.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads each entry of a batch log once, for who watches it from outside while it grows. One thread. */
public final class LogTail {

    private final LogDirectory directory;
    private long last;

    public LogTail(Storage storage) {
        this.directory = new LogDirectory(storage);
    }

    /** The entries since the last call, in order; without those that were compacted meanwhile. */
    public List<LogEntry> next() throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        for (long sequence : directory.list().entries().tailSet(last + 1)) {
            try {
                entries.add(directory.readEntry(sequence));
            } catch (FileNotFoundException e) {
                // Compacted since it was listed.
            }
            last = sequence;
        }
        return entries;
    }
}
