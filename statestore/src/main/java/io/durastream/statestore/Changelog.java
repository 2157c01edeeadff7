package io.durastream.statestore;

import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.wal.LogExtent;
import io.durastream.wal.LogWriter;
import io.durastream.wal.SegmentedLog;
import io.durastream.wal.SegmentedLogOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
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
    private final long keepBytes;
    private @Nullable LogWriter writer;
    /** What the writer wrote last, in the segment that it is at. */
    private @Nullable LogExtent last;

    private int writers;
    private boolean closed;

    private Changelog(
            Storage storage, StoragePath root, Epoch epoch, String writer, StateStoreOptions options, Clock clock) {
        SegmentedLogOptions logOptions = SegmentedLogOptions.defaults()
                .withSegmentBytes(options.changelogSegmentBytes())
                .withSegmentAge(SEGMENT_AGE);
        this.log = new SegmentedLog(storage, root, logOptions, clock);
        this.root = root;
        this.epoch = epoch;
        this.writerName = writer;
        this.recordBytes = options.changelogRecordBytes();
        this.keepBytes = options.replayBytes();
    }

    /** The one of a partition. */
    static Changelog of(
            Storage storage,
            StoragePath root,
            StateId id,
            StateOwner owner,
            UniqueNames names,
            StateStoreOptions options,
            Clock clock) {
        StoragePath directory = id.directory(root).resolve("changelog");
        return new Changelog(storage, directory, owner.epoch(), names.writer(), options, clock);
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

    /** The commits that lead to a state, which is the empty one where there is no reference. */
    Chain chainTo(@Nullable StateRef ref) throws IOException {
        return ref == null ? read(Lineage.EMPTY, List.of()) : read(ref.lineage(), ref.changelog());
    }

    /** The commits that lead to a state; where they build upon another one, as a rule only those behind that are read. */
    Chain chain(@Nullable StateRef from, StateRef to) throws IOException {
        List<LogExtent> known = from == null ? List.of() : from.changelog();
        return read(to.lineage(), Extents.since(known, to.changelog()));
    }

    private Chain read(Lineage state, List<LogExtent> stretches) throws IOException {
        return new ChangelogReader(log, root, keepBytes).chainTo(state, stretches);
    }

    /** Commits nothing any more; what was committed is durable already. */
    synchronized void close() {
        closed = true;
        rest();
    }
}
