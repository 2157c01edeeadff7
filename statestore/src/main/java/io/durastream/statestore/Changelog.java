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
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changelog of one partition: every commit of every attempt of every process, in the order in which each process
 * wrote them. Which of them belong to a state follows from the lineages. Thread-safe.
 */
final class Changelog {

    private static final Logger LOG = LoggerFactory.getLogger(Changelog.class);

    /** A commit's file is found through references, not by age: rolling is only for retention, which follows snapshots. */
    private static final Duration SEGMENT_AGE = Duration.ofMinutes(10);

    private final SegmentedLog log;
    private final StoragePath root;
    private final Epoch epoch;
    private final String writerName;
    private final int recordBytes;
    private @Nullable LogWriter writer;
    /** What the writer wrote last, in the segment that it is at. */
    private @Nullable LogExtent last;

    private int writers;
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

    /**
     * Makes a commit durable.
     *
     * <p>A segment may be deleted as soon as no retained reference needs it, and whoever deletes it cannot know that it is
     * still written to. So the current segment is only appended to where the base of the commit needs it too: either the
     * base is retained, and the segment with it, or the commit comes too late to count. Otherwise a new writer begins.
     *
     * @param base the stretches of changelog that the commit's base refers to
     */
    synchronized List<LogExtent> append(Commit commit, List<LogExtent> base) throws IOException {
        if (closed) {
            throw new IllegalStateException("The state store is closed; nothing can be committed any more");
        }
        LogWriter out = writer(base);
        List<LogExtent> extents = List.of();
        for (Iterator<ByteBuffer> records = CommitCodec.encode(commit, recordBytes); records.hasNext(); ) {
            last = out.append(records.next());
            extents = Extents.join(extents, List.of(last));
        }
        return extents;
    }

    private LogWriter writer(List<LogExtent> base) {
        LogWriter current = writer;
        LogExtent written = last;
        if (current != null
                && written != null
                && base.stream().noneMatch(extent -> Extents.shareSegment(extent, written))) {
            rest();
        }
        if (writer == null) {
            writer = log.openWriter(epoch, writerName + "-" + writers++);
        }
        return writer;
    }

    /** Ends the current segment; the next append begins another one. */
    synchronized void rest() {
        LogWriter current = writer;
        writer = null;
        last = null;
        if (current != null) {
            end(current);
        }
    }

    private void end(LogWriter old) {
        try {
            old.close();
        } catch (IOException e) {
            // All that it wrote was flushed by the append, and its file may be deleted already.
            LOG.debug("A changelog segment of {} could not be closed", root, e);
        }
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
    void replay(StateRef ref, List<Lineage> commits, TieredState target) throws IOException {
        Set<Lineage> wanted = new HashSet<>(commits);
        for (LogExtent extent : ref.changelog()) {
            for (LogEntry entry : log.readAll(extent)) {
                CommitPart head = decode(entry, true);
                if (wanted.contains(head.lineage())) {
                    target.apply(decode(entry, false).changes(), head.lineage(), head.last());
                    if (target.isPressed()) {
                        target.writeBack().advance(1, 0);
                    }
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

        /** Whether all that is in the content lies on the way. */
        boolean contains(Span content) {
            Lineage from = content.from();
            Lineage to = content.to();
            return contains(from) && (to.equals(from) || after(from).contains(to));
        }

        /** What is still to be applied to a state on the way. */
        List<Lineage> after(Lineage lineage) {
            return commits.subList(commits.indexOf(lineage) + 1, commits.size());
        }
    }

    /** Commits nothing any more; what was committed is durable already. */
    synchronized void close() {
        closed = true;
        rest();
    }
}
