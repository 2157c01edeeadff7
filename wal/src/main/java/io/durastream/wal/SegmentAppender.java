package io.durastream.wal;

import io.durastream.storage.AppendFile;
import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.SealedException;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts groups of frames into a writer's segments, one group and one flush at a time. Owned by the thread that leads the
 * group; {@link GroupCommit} hands it from one to the next under its lock.
 *
 * <p>A segment whose file failed is abandoned and never touched again: the header of the next one says how much of it
 * counts.
 */
final class SegmentAppender {

    private final Storage storage;
    private final Layout layout;
    private final Fences fences;
    private final SegmentedLogOptions options;
    private final Clock clock;
    private final Epoch epoch;
    private final String writer;

    private @Nullable OpenSegment current;
    private long nextSegment;
    private long acknowledgedSegment = SegmentHeader.NONE;
    private long acknowledgedLength;
    private long firstAbandoned = SegmentHeader.NONE;
    private boolean nameIsNew;

    SegmentAppender(
            Storage storage, Layout layout, SegmentedLogOptions options, Clock clock, Epoch epoch, String writer) {
        this.storage = storage;
        this.layout = layout;
        this.fences = new Fences(storage, layout);
        this.options = options;
        this.clock = clock;
        this.epoch = epoch;
        this.writer = writer;
    }

    /**
     * Makes the frames durable, next to each other in one segment, with one flush.
     *
     * @return an extent for each
     * @throws SealedException when a later epoch has taken over
     * @throws IOException when it failed in as many segments as the options allow
     */
    List<LogExtent> append(List<ByteBuffer> frames) throws IOException {
        boolean interrupted = false;
        List<IOException> failures = new ArrayList<>();
        try {
            while (failures.size() < options.appendTries()) {
                // An interrupt is meant for this thread and not for those whose appends it carries; it would close the
                // channel under them.
                interrupted |= Thread.interrupted();
                try {
                    return appendOnce(frames);
                } catch (SealedException e) {
                    throw e;
                } catch (IOException e) {
                    failures.add(e);
                    abandon();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        throw givenUp(failures);
    }

    /** Ends the current segment; everything in it is durable already. */
    void close() throws IOException {
        OpenSegment ending = current;
        current = null;
        if (ending == null) {
            return;
        }
        try {
            ending.file.close();
        } catch (IOException e) {
            abandon(ending);
            throw e;
        }
    }

    /** Gives the current segment up as it is. */
    void abandon() {
        if (current != null) {
            abandon(current);
            current = null;
        }
    }

    private void abandon(OpenSegment segment) {
        segment.file.abandon();
        if (firstAbandoned == SegmentHeader.NONE) {
            firstAbandoned = segment.number;
        }
    }

    private List<LogExtent> appendOnce(List<ByteBuffer> frames) throws IOException {
        long bytes = frames.stream().mapToLong(ByteBuffer::remaining).sum();
        OpenSegment segment = current;
        if (segment != null && isDue(segment, bytes)) {
            close();
            segment = null;
        }
        if (segment == null) {
            segment = begin();
        }
        List<LogExtent> extents = extentsFrom(segment, frames);
        segment.file.append(joined(frames, (int) bytes));
        segment.file.flush();
        acknowledgedSegment = segment.number;
        acknowledgedLength = segment.file.position();
        return extents;
    }

    private boolean isDue(OpenSegment segment, long moreBytes) {
        return segment.file.position() + moreBytes > options.segmentBytes()
                || clock.nanoTime() - segment.begunNanos >= options.segmentAge().toNanos();
    }

    /** Makes the next segment; its header waits for the flush of the group. */
    private OpenSegment begin() throws IOException {
        refuseUsedName();
        LogPosition start = new LogPosition(epoch, writer, nextSegment++, 0);
        OpenSegment segment = new OpenSegment(create(layout.segment(start)), start.segment(), clock.nanoTime());
        current = segment;
        refuseIfFenced();
        segment.file.append(
                new SegmentHeader(start, acknowledgedSegment, acknowledgedLength, firstAbandoned).toFrame());
        return segment;
    }

    private AppendFile create(StoragePath path) throws IOException {
        try {
            return storage.create(path);
        } catch (FileAlreadyExistsException e) {
            throw usedName(path, e);
        }
    }

    /** Retention may have taken the first segments of an earlier writer of that name. */
    private void refuseUsedName() throws IOException {
        if (!nameIsNew) {
            StoragePath directory = layout.writer(epoch, writer);
            if (!storage.list(directory).isEmpty()) {
                throw usedName(directory, null);
            }
            nameIsNew = true;
        }
    }

    /**
     * After the segment was made and before anything is in it: either the sealer sees the segment, or this sees the fence.
     */
    private void refuseIfFenced() throws IOException {
        Optional<Epoch> fence = fences.above(epoch);
        if (fence.isPresent()) {
            throw new SealedException("The log " + layout.root() + " was sealed by epoch " + fence.get() + "; writer "
                    + writer + " of epoch " + epoch + " has to stop");
        }
    }

    private List<LogExtent> extentsFrom(OpenSegment segment, List<ByteBuffer> frames) {
        List<LogExtent> extents = new ArrayList<>(frames.size());
        long offset = segment.file.position();
        for (ByteBuffer frame : frames) {
            long end = offset + frame.remaining();
            extents.add(new LogExtent(new LogPosition(epoch, writer, segment.number, offset), end));
            offset = end;
        }
        return extents;
    }

    private static ByteBuffer joined(List<ByteBuffer> frames, int bytes) {
        if (frames.size() == 1) {
            return frames.get(0).duplicate();
        }
        ByteBuffer all = ByteBuffer.allocate(bytes);
        frames.forEach(frame -> all.put(frame.duplicate()));
        return all.flip();
    }

    private IOException givenUp(List<IOException> failures) {
        IOException last = failures.remove(failures.size() - 1);
        failures.forEach(last::addSuppressed);
        return new IOException(
                "No append of writer " + writer + " of epoch " + epoch + " to " + layout.root() + " on "
                        + storage.location() + " succeeded in " + options.appendTries()
                        + " segments; try again when the file system is well",
                last);
    }

    private IllegalStateException usedName(StoragePath path, @Nullable Exception cause) {
        return new IllegalStateException(
                "There is already " + path
                        + ": a writer's name is used once in an epoch, expected a new one instead of " + writer,
                cause);
    }

    private record OpenSegment(AppendFile file, long number, long begunNanos) {}
}
