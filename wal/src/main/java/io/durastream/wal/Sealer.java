package io.durastream.wal;

import io.durastream.storage.Storage;
import io.durastream.wal.SealReport.SealedWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Ends the log of one dead writer. The fence stands already, so all segments that can ever count are in the listing. */
final class Sealer {

    private final Storage storage;
    private final Layout layout;

    Sealer(Storage storage, Layout layout) {
        this.storage = storage;
        this.layout = layout;
    }

    SealedWriter seal(WriterLog log) throws IOException {
        Segments segments = Segments.of(storage, layout, log);
        SealedEnd end;
        if (segments.sealedEnd().isPresent()) {
            end = segments.sealedEnd().get();
        } else {
            end = findEnd(log, sealLast(segments));
            end.put(storage, layout, log.epoch(), log.writer());
        }
        return report(log, segments, end);
    }

    /**
     * Seals from the last segment down to the first that has a header: when that was flushed, the writer had given up
     * everything before.
     */
    private Optional<Segments.Link> sealLast(Segments segments) throws IOException {
        for (long segment : segments.fromTheLast()) {
            storage.seal(segments.path(segment));
            Optional<SegmentHeader> header = segments.header(segment);
            if (header.isPresent()) {
                sealAbandoned(segments, header.get());
                return Optional.of(new Segments.Link(segment, Segments.Link.OPEN));
            }
        }
        return Optional.empty();
    }

    /** Nothing more is acknowledged in these, but HDFS may not show the length of a file that its writer left open. */
    private void sealAbandoned(Segments segments, SegmentHeader last) throws IOException {
        if (last.firstAbandoned() != SegmentHeader.NONE) {
            for (long segment :
                    segments.between(last.firstAbandoned(), last.start().segment())) {
                storage.seal(segments.path(segment));
            }
        }
    }

    private SealedEnd findEnd(WriterLog log, Optional<Segments.Link> last) throws IOException {
        if (last.isEmpty()) {
            return SealedEnd.NOTHING;
        }
        Deque<Segments.Link> chain = new ArrayDeque<>();
        chain.add(last.get());
        try (ChainReader entries = new ChainReader(storage, layout, chain, log.beginning())) {
            while (entries.next().isPresent()) {
                // Only the end is of interest, and that all in the segment before it is sound.
            }
            long torn = entries.tornTail().map(TornTail::bytes).orElse(0L);
            return new SealedEnd(entries.end().segment(), entries.end().offset(), torn);
        }
    }

    private static SealedWriter report(WriterLog log, Segments segments, SealedEnd end) {
        if (end.isNothing()) {
            return new SealedWriter(log.beginning(), Optional.empty());
        }
        Optional<TornTail> torn = end.tornBytes() == 0
                ? Optional.empty()
                : Optional.of(new TornTail(segments.path(end.segment()), end.end(), end.tornBytes()));
        return new SealedWriter(new LogPosition(log.epoch(), log.writer(), end.segment(), end.end()), torn);
    }
}
