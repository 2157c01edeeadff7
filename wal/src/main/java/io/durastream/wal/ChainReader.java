package io.durastream.wal;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.ReadFile;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.frame.Frame;
import io.durastream.storage.frame.FrameReader;
import java.io.IOException;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the records of a {@linkplain Segments#chainFrom chain}, each link up to its limit and no less. */
final class ChainReader implements LogReader {

    private final Storage storage;
    private final Layout layout;
    private final Deque<Segments.Link> chain;
    private LogPosition position;
    private LogPosition end;
    private @Nullable OpenLink current;
    private Optional<TornTail> tornTail = Optional.empty();

    /** @param from where to begin; in the first link of the chain, or the beginning */
    ChainReader(Storage storage, Layout layout, Deque<Segments.Link> chain, LogPosition from) {
        this.storage = storage;
        this.layout = layout;
        this.chain = chain;
        this.position = from;
        this.end = from;
    }

    @Override
    public Optional<LogEntry> next() throws IOException {
        while (current != null || !chain.isEmpty()) {
            OpenLink link = current != null ? current : open(chain.removeFirst());
            current = link;
            FrameReader.Next next = link.frames.next();
            if (next instanceof FrameReader.Read read) {
                return Optional.of(entry(link, read.frame()));
            }
            end(link, next);
        }
        return Optional.empty();
    }

    @Override
    public LogPosition position() {
        return position;
    }

    /** Where the last link that was read ends, also when it holds no entry. */
    LogPosition end() {
        return end;
    }

    @Override
    public Optional<TornTail> tornTail() {
        return tornTail;
    }

    @Override
    public void close() throws IOException {
        chain.clear();
        if (current != null) {
            current.file.close();
            current = null;
        }
    }

    private LogEntry entry(OpenLink link, Frame frame) throws IOException {
        long end = link.frames.position();
        LogPosition start = link.at(end - Frame.sizeOf(frame.payload().remaining()));
        if (frame.type() != FrameTypes.RECORD) {
            throw new DamagedFileException(
                    link.path.value(), start.offset(), "expected a record, found a frame of type " + frame.type());
        }
        position = link.at(end);
        return new LogEntry(new LogExtent(start, end), frame.payload());
    }

    private void end(OpenLink link, FrameReader.Next next) throws IOException {
        long end = link.frames.position();
        if (!link.link.isOpen() && end != link.link.limit()) {
            throw new DamagedFileException(
                    link.path.value(),
                    end,
                    "expected whole frames up to offset " + link.link.limit()
                            + ", which is how far this segment was acknowledged");
        }
        if (next instanceof FrameReader.TornTail torn) {
            tornTail = Optional.of(new TornTail(link.path, torn.offset(), torn.bytes()));
        }
        this.end = link.at(end);
        link.file.close();
        current = null;
    }

    private OpenLink open(Segments.Link link) throws IOException {
        LogPosition start = new LogPosition(position.epoch(), position.writer(), link.segment(), 0);
        StoragePath path = layout.segment(start);
        ReadFile file = storage.open(path);
        try {
            FrameReader frames = position.segment() == link.segment() && position.offset() > 0
                    ? framesFrom(position, link, file, path)
                    : framesAfterHeader(start, link, file, path);
            return new OpenLink(link, start, path, file, frames);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static FrameReader framesFrom(LogPosition from, Segments.Link link, ReadFile file, StoragePath path)
            throws IOException {
        long end = Math.min(link.limit(), file.length());
        if (from.offset() > end) {
            throw new DamagedFileException(
                    path.value(), end, "the entries of this segment end here, but " + from + " is referred to");
        }
        return new FrameReader(file, path.value(), from.offset(), link.limit());
    }

    private static FrameReader framesAfterHeader(LogPosition start, Segments.Link link, ReadFile file, StoragePath path)
            throws IOException {
        FrameReader frames = new FrameReader(file, path.value(), 0, link.limit());
        if (frames.next() instanceof FrameReader.Read header) {
            SegmentHeader.fromFrame(header.frame(), start, path.value());
            return frames;
        }
        throw new DamagedFileException(path.value(), 0, "expected a whole segment header");
    }

    /** A link whose file is open. */
    private record OpenLink(
            Segments.Link link, LogPosition start, StoragePath path, ReadFile file, FrameReader frames) {

        LogPosition at(long offset) {
            return new LogPosition(start.epoch(), start.writer(), start.segment(), offset);
        }
    }
}
