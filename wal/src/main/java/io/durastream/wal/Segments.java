package io.durastream.wal;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Epoch;
import io.durastream.storage.FileInfo;
import io.durastream.storage.ReadFile;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.frame.FrameReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * The segments of one writer, as one listing showed them, and the chain among them that counts. Owned by one thread.
 *
 * <p>The chain is followed from its end: the last segment with a whole header, or the one that {@link SealedEnd} names.
 * Its header names the segment before it and how much of that counts, and so on. What is not in the chain is void.
 */
final class Segments {

    private final Storage storage;
    private final Layout layout;
    private final Epoch epoch;
    private final String writer;
    private final NavigableMap<Long, StoragePath> files;
    private final Optional<SealedEnd> sealedEnd;

    private Segments(Storage storage, Layout layout, WriterLog log) throws IOException {
        this.storage = storage;
        this.layout = layout;
        this.epoch = log.epoch();
        this.writer = log.writer();
        this.files = Layout.segmentsIn(log.files());
        this.sealedEnd = Layout.hasSealedEnd(log.files())
                ? Optional.of(SealedEnd.read(storage, layout.sealedEnd(epoch, writer)))
                : Optional.empty();
    }

    static Segments of(Storage storage, Layout layout, WriterLog log) throws IOException {
        return new Segments(storage, layout, log);
    }

    static Segments list(Storage storage, Layout layout, Epoch epoch, String writer) throws IOException {
        List<FileInfo> files = storage.list(layout.writer(epoch, writer));
        return new Segments(storage, layout, new WriterLog(epoch, writer, files));
    }

    Optional<SealedEnd> sealedEnd() {
        return sealedEnd;
    }

    /** The numbers of all segments, the last first. */
    Iterable<Long> fromTheLast() {
        return files.descendingKeySet();
    }

    /** The numbers of the segments from one up to another, which is excluded. */
    Iterable<Long> between(long from, long to) {
        return files.subMap(from, to).keySet();
    }

    StoragePath path(long segment) {
        return layout.segment(epoch, writer, segment);
    }

    /**
     * The header of a segment; empty when it has none that was completed: then nothing in it was ever acknowledged.
     *
     * @throws DamagedFileException when something else stands there
     */
    Optional<SegmentHeader> header(long segment) throws IOException {
        StoragePath path = path(segment);
        try (ReadFile file = storage.open(path)) {
            FrameReader.Next first = new FrameReader(file, path.value(), 0, Long.MAX_VALUE).next();
            return first instanceof FrameReader.Read read
                    ? Optional.of(SegmentHeader.fromFrame(read.frame(), start(segment), path.value()))
                    : Optional.empty();
        }
    }

    /**
     * The links of the chain from the segment of a position to the end, in order. From the {@linkplain
     * LogPosition#isBeginning() beginning} of a writer: from the first segment that retention has left.
     *
     * @throws DamagedFileException when a segment is missing or the position is in none that counts
     */
    Deque<Link> chainFrom(LogPosition from) throws IOException {
        Deque<Link> chain = new ArrayDeque<>();
        Optional<Link> link = end();
        while (link.isPresent() && link.get().segment >= from.segment()) {
            chain.addFirst(link.get());
            link = before(link.get(), from);
        }
        if (!from.isBeginning() && (chain.isEmpty() || chain.getFirst().segment != from.segment())) {
            throw new DamagedFileException(
                    path(from.segment()).value(),
                    from.offset(),
                    "expected the entries of " + from + ", but " + whyNotInChain(from));
        }
        return chain;
    }

    private String whyNotInChain(LogPosition from) {
        return files.containsKey(from.segment())
                ? "nothing in this segment was ever acknowledged"
                : "there is no such segment";
    }

    private Optional<Link> end() throws IOException {
        if (sealedEnd.isPresent()) {
            SealedEnd end = sealedEnd.get();
            return end.isNothing() || isRetired(end.segment())
                    ? Optional.empty()
                    : Optional.of(new Link(end.segment(), end.end()));
        }
        for (long segment : fromTheLast()) {
            if (header(segment).isPresent()) {
                return Optional.of(new Link(segment, Link.OPEN));
            }
        }
        return Optional.empty();
    }

    private Optional<Link> before(Link link, LogPosition from) throws IOException {
        if (link.segment == from.segment() && !from.isBeginning()) {
            return Optional.empty();
        }
        Optional<SegmentHeader> header = header(link.segment);
        if (header.isEmpty()) {
            throw new DamagedFileException(
                    path(link.segment).value(), 0, "expected a whole segment header, because later files refer to it");
        }
        long previous = header.get().previous();
        return previous == SegmentHeader.NONE || isRetired(previous)
                ? Optional.empty()
                : Optional.of(new Link(previous, header.get().previousLength()));
    }

    /** Retention deletes from the front, so that what it leaves has no gaps. */
    private boolean isRetired(long segment) throws IOException {
        if (files.containsKey(segment)) {
            return false;
        }
        Map.Entry<Long, StoragePath> earlier = files.lowerEntry(segment);
        if (earlier != null) {
            throw new DamagedFileException(
                    path(segment).value(),
                    0,
                    "the segment is missing, though a later file refers to it and the earlier " + earlier.getValue()
                            + " is there");
        }
        return true;
    }

    private LogPosition start(long segment) {
        return new LogPosition(epoch, writer, segment, 0);
    }

    /**
     * A segment that counts, up to a limit.
     *
     * @param limit the offset up to which its frames must be there; {@link #OPEN} when that is known to nobody
     */
    record Link(long segment, long limit) {

        static final long OPEN = Long.MAX_VALUE;

        boolean isOpen() {
            return limit == OPEN;
        }
    }
}
