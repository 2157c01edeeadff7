package io.durastream.statestore;

import io.durastream.storage.Clock;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.wal.LogEntry;
import io.durastream.wal.LogExtent;
import io.durastream.wal.LogWriter;
import io.durastream.wal.SegmentedLog;
import io.durastream.wal.SegmentedLogOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changelog of one partition: every commit of every attempt of every process, in the order in which each process
 * wrote them. Which of them belong to a state follows from the lineages. Thread-safe.
 */
final class Changelog implements AutoCloseable {

    /** A commit's file is found through references, not by age: rolling is only for retention, which follows snapshots. */
    private static final Duration SEGMENT_AGE = Duration.ofMinutes(10);

    private final SegmentedLog log;
    private final StoragePath root;
    private final Epoch epoch;
    private final String writerName;
    private final int recordBytes;
    private @Nullable LogWriter writer;
    private boolean closed;

    Changelog(Storage storage, StoragePath root, Epoch epoch, String writer, StateStoreOptions options, Clock clock) {
        SegmentedLogOptions logOptions = SegmentedLogOptions.defaults()
                .withSegmentBytes(options.changelogSegmentBytes())
                .withSegmentAge(SEGMENT_AGE);
        this.log = new SegmentedLog(storage, root, logOptions, clock);
        this.root = root;
        this.epoch = epoch;
        this.writerName = writer;
        this.recordBytes = options.changelogRecordBytes();
    }

    /** Makes a commit durable. */
    List<LogExtent> append(Commit commit) throws IOException {
        LogWriter out = writer();
        List<LogExtent> extents = new ArrayList<>();
        for (Iterator<ByteBuffer> records = CommitCodec.encode(commit, recordBytes); records.hasNext(); ) {
            extents = Extents.join(extents, List.of(out.append(records.next())));
        }
        return extents;
    }

    private synchronized LogWriter writer() {
        if (closed) {
            throw new IllegalStateException("The state store is closed; nothing can be committed any more");
        }
        if (writer == null) {
            writer = log.openWriter(epoch, writerName);
        }
        return writer;
    }

    /** The commits that lead to a state, found in its stretches of changelog. */
    Chain chainTo(StateRef ref) throws IOException {
        Map<Lineage, Lineage> bases = new HashMap<>();
        for (LogExtent extent : ref.changelog()) {
            for (LogEntry entry : log.readAll(extent)) {
                CommitPart part = decode(entry, true);
                if (part.last()) {
                    bases.put(part.lineage(), part.base());
                }
            }
        }
        Deque<Lineage> commits = new ArrayDeque<>();
        Lineage current = ref.lineage();
        for (Lineage base = bases.remove(current); base != null; base = bases.remove(current)) {
            commits.addFirst(current);
            current = base;
        }
        return new Chain(current, List.copyOf(commits));
    }

    /**
     * Applies those commits in a state's stretches of changelog that are in {@code commits}; they stand there in the
     * order in which they build upon each other, because each was begun after its base was durable.
     */
    void replay(StateRef ref, List<Lineage> commits, RocksInstance target) throws IOException {
        Set<Lineage> wanted = new HashSet<>(commits);
        for (LogExtent extent : ref.changelog()) {
            for (LogEntry entry : log.readAll(extent)) {
                CommitPart head = decode(entry, true);
                if (wanted.contains(head.lineage())) {
                    target.apply(decode(entry, false).changes(), head.last() ? head.lineage() : null);
                }
            }
        }
    }

    private CommitPart decode(LogEntry entry, boolean headOnly) throws DamagedFileException {
        try {
            return headOnly ? CommitCodec.peek(entry.payload()) : CommitCodec.decode(entry.payload());
        } catch (IllegalArgumentException e) {
            LogExtent extent = entry.extent();
            throw new DamagedFileException(describe(extent), extent.start().offset(), String.valueOf(e.getMessage()));
        }
    }

    private String describe(LogExtent extent) {
        return root + " " + extent;
    }

    /**
     * The way from one state to another.
     *
     * @param start the state that the first commit applies to
     * @param commits in the order in which they apply
     */
    record Chain(Lineage start, List<Lineage> commits) {

        /** Whether the state lies on the way. */
        boolean contains(Lineage lineage) {
            return start.equals(lineage) || commits.contains(lineage);
        }

        /** What is still to be applied to a state on the way. */
        List<Lineage> after(Lineage lineage) {
            return commits.subList(commits.indexOf(lineage) + 1, commits.size());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (writer != null) {
            writer.close();
        }
    }
}
