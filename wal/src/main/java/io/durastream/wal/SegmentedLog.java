package io.durastream.wal;

import io.durastream.storage.Clock;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Epoch;
import io.durastream.storage.ReadFile;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.frame.FrameReader;
import io.durastream.wal.SealReport.SealedWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A log directory: any number of writers, each with segments of its own, and readers that find what the writers had
 * acknowledged. Holds no resources; may be used by many threads, and any number of processes may use the directory.
 *
 * <pre>
 * root/fences/0000000007                    writers of epochs before 7 begin no more segments
 * root/0000000006-receiver-0/00000000.seg   a segment: one header frame, then a frame for each append
 * root/0000000006-receiver-0/sealed         where that writer's log ends for good
 * </pre>
 *
 * <p><b>Which bytes count.</b> A writer appends to one segment at a time. When a flush fails it abandons the segment and
 * makes the appends again in a new one, whose header says how much of the earlier segment was acknowledged: what is
 * there behind that is void. The last segment of a writer has no successor; all its whole frames count, and what follows
 * them is a torn tail, an append that was never acknowledged. So an entry that was acknowledged is found exactly once and
 * in the order of its writer's appends, and one that was not is found once or not at all.
 *
 * <p><b>Why sealing holds.</b> {@link #sealBefore} first puts a fence and then lists the segments. A writer first makes a
 * segment, then looks for fences, and only then puts a header into it. So for each segment, either the listing shows it,
 * or its writer sees the fence and stops with nothing in it. Of the segments in the listing, the sealer seals those from
 * the last down to the first that has a header. No flush of a sealed one is acknowledged any more, and its final length
 * holds all that was (the contract of {@link Storage#seal}). Those before were given up by their writer before it flushed
 * that header, which says how much of them counts. Hence, once {@code sealBefore} has returned, nothing of an earlier
 * epoch is acknowledged, and what was acknowledged before is within the ends that it reports. The ends are recorded in a
 * file {@code sealed}, so from then on a shorter log is damage.
 */
public final class SegmentedLog {

    private final Storage storage;
    private final Layout layout;
    private final SegmentedLogOptions options;
    private final Clock clock;

    /**
     * A log in the directory {@code root}; makes no files.
     *
     * @param clock tells the age of segments
     */
    public SegmentedLog(Storage storage, StoragePath root, SegmentedLogOptions options, Clock clock) {
        this.storage = storage;
        this.layout = new Layout(root);
        this.options = options;
        this.clock = clock;
    }

    /**
     * A new writer; makes no file before its first append.
     *
     * @param writer its name. Used once in an epoch: who starts again takes a new one (an attempt number in it does it);
     *     the first append of a name that left files is refused with an {@link IllegalStateException}.
     */
    public LogWriter openWriter(Epoch epoch, String writer) {
        LogPosition start = LogPosition.beginning(epoch, writer);
        SegmentAppender segments = new SegmentAppender(storage, layout, options, clock, start.epoch(), start.writer());
        return new GroupCommit(segments, options.groupBytes());
    }

    /**
     * Ends every writer of an epoch before {@code epoch} for good: none of them, be it paused or on the other side of a
     * partition, has an append acknowledged any more once this has returned. May be repeated, and may run in several
     * processes at the same time; after a crash, do it again. May take seconds (HDFS recovers leases); several writers are
     * sealed at the same time.
     *
     * @throws DamagedFileException when the last segment of a writer is damaged; all writers are fenced nevertheless
     */
    public SealReport sealBefore(Epoch epoch) throws IOException {
        new Fences(storage, layout).put(epoch);
        Sealer sealer = new Sealer(storage, layout);
        List<Parallel.Task<SealedWriter>> tasks = new ArrayList<>();
        for (WriterLog log : writers()) {
            if (log.epoch().isBefore(epoch)) {
                tasks.add(() -> sealer.seal(log));
            }
        }
        return new SealReport(epoch, Parallel.run(tasks, options.sealThreads()));
    }

    /**
     * Takes the log over where nobody gives out epochs: claims the next one, which no other caller gets, and {@linkplain
     * #sealBefore seals} all before it. Not for a log whose epochs come from elsewhere, which may be the next ones.
     *
     * @return {@link SealReport#before} is the caller's epoch
     */
    public SealReport takeOver() throws IOException {
        return sealBefore(new Fences(storage, layout).putNext());
    }

    /**
     * Reads a writer's entries from a position on, up to what was acknowledged when this was called.
     *
     * <p>Of a writer that lives, the scan may also show its last few entries before they are acknowledged, and if their
     * flush fails they are made again at another position. What shall be referred to by position comes from
     * {@link LogWriter#append}, or from a scan after {@link #sealBefore}.
     *
     * @param from the {@linkplain LogPosition#beginning beginning} of a writer; or where an entry began or ended
     * @throws DamagedFileException when the position is not in the log
     */
    public LogReader scan(LogPosition from) throws IOException {
        Segments segments = Segments.list(storage, layout, from.epoch(), from.writer());
        return new ChainReader(storage, layout, segments.chainFrom(from), from);
    }

    /**
     * The payload of the one entry of an extent.
     *
     * @throws DamagedFileException when it is missing or changed
     * @throws IllegalArgumentException when the extent is of several entries
     */
    public ByteBuffer read(LogExtent extent) throws IOException {
        List<LogEntry> entries = readAll(extent);
        if (entries.size() != 1) {
            throw new IllegalArgumentException(
                    "Expected the extent of one entry, but " + extent + " has " + entries.size() + "; use readAll");
        }
        return entries.get(0).payload();
    }

    /**
     * The entries of an extent, in order. All are in memory together.
     *
     * @throws DamagedFileException when any of it is missing or changed
     */
    public List<LogEntry> readAll(LogExtent extent) throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        forEach(extent, entries::add);
        return entries;
    }

    /** Takes entries. */
    public interface EntryTarget {

        /** Takes the next entry; a failure ends the reading. */
        void accept(LogEntry entry) throws IOException;
    }

    /**
     * Hands over the entries of an extent, one after the other and in order.
     *
     * @throws DamagedFileException when any of it is missing or changed; those before it were handed over
     */
    public void forEach(LogExtent extent, EntryTarget target) throws IOException {
        StoragePath path = layout.segment(extent.start());
        try (ReadFile file = storage.open(path)) {
            FrameReader frames =
                    new FrameReader(file, path.value(), extent.start().offset(), extent.end());
            forEach(extent, frames, path, target);
        } catch (FileNotFoundException e) {
            throw new DamagedFileException(
                    path.value(), extent.start().offset(), "the segment is missing, but " + extent + " is referred to");
        }
    }

    /** The file that a position is in, whether or not it is still there. */
    public StoragePath segment(LogPosition position) {
        return layout.segment(position);
    }

    /** All writers that left files, in the order of epoch and name. */
    public List<WriterLog> writers() throws IOException {
        return layout.writersIn(storage.list(layout.root()));
    }

    /**
     * The segments of a writer that hold nothing at or after the position: candidates for retention. To be deleted in this
     * order, so that what is left has no gap; by the caller, who must be authorised by the batch log.
     */
    public List<StoragePath> segmentsBefore(LogPosition position) throws IOException {
        return List.copyOf(Layout.segmentsIn(storage.list(layout.writer(position.epoch(), position.writer())))
                .headMap(position.segment())
                .values());
    }

    private static void forEach(LogExtent extent, FrameReader frames, StoragePath path, EntryTarget target)
            throws IOException {
        LogPosition at = extent.start();
        while (frames.next() instanceof FrameReader.Read read && read.frame().type() == FrameTypes.RECORD) {
            LogExtent entry = new LogExtent(at, frames.position());
            target.accept(new LogEntry(entry, read.frame().payload()));
            at = entry.endPosition();
        }
        if (at.offset() != extent.end()) {
            throw new DamagedFileException(
                    path.value(), at.offset(), "expected whole records, because " + extent + " is referred to");
        }
    }
}
