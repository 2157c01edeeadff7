package io.durastream.wal;

import io.durastream.storage.Epoch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@link SegmentedLog#sealBefore} found.
 *
 * @param before the epoch that was asked for: every writer of an earlier one is ended
 * @param writers the ended writers, in the order of epoch and name
 */
public record SealReport(Epoch before, List<SealedWriter> writers) {

    public SealReport {
        writers = List.copyOf(writers);
    }

    /** The tails that were cut. */
    public Stream<TornTail> tornTails() {
        return writers.stream().flatMap(writer -> writer.tornTail().stream());
    }

    /** A line for people for each writer. */
    public List<String> lines() {
        return writers.stream().map(SealedWriter::toString).toList();
    }

    /**
     * A writer whose log ends for good.
     *
     * @param end behind the last entry; the beginning when the writer left none
     * @param tornTail what was cut off there, if anything
     */
    public record SealedWriter(LogPosition end, Optional<TornTail> tornTail) {

        @Override
        public String toString() {
            return "writer " + end.writer() + " of epoch " + end.epoch() + " ends at segment " + end.segment()
                    + ", offset " + end.offset()
                    + tornTail.map(tail -> "; " + tail).orElse("");
        }
    }
}
