package io.durastream.runtime.receiver;

import io.durastream.checkpoint.OperatorId;
import io.durastream.storage.Clock;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.wal.LogEntry;
import io.durastream.wal.LogExtent;
import io.durastream.wal.LogPosition;
import io.durastream.wal.LogReader;
import io.durastream.wal.LogWriter;
import io.durastream.wal.SealReport;
import io.durastream.wal.SegmentedLog;
import io.durastream.wal.SegmentedLogOptions;
import io.durastream.wal.WriterLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The received data of one stream, in {@code received/<operator id>}: one log, made of the logs of the stream's
 * receivers one after the other.
 *
 * <p><b>Its order.</b> Each start of a receiver is an <em>attempt</em>, numbered by the driver within its epoch, and
 * writes under the attempt's number; so the order of {@link LogPosition}s is the order of the stream. An attempt begins
 * when the earlier one is over: whatever that one still appends is refused by the driver and acknowledged to nobody.
 * Each entry says behind which block its attempt began ({@link LoggedBlock#predecessor}). A block of an earlier attempt
 * behind that was never accepted, and its records may have come again with the later attempt: it is void.
 *
 * <p>Holds no resources. Thread-safe.
 */
public final class ReceivedLog {

    private final SegmentedLog log;

    public ReceivedLog(Storage storage, OperatorId input, SegmentedLogOptions options, Clock clock) {
        log = new SegmentedLog(storage, StoragePath.of("received").resolve(input.value()), options, clock);
    }

    /** The writer of an attempt. */
    LogWriter openWriter(Epoch epoch, long attempt) {
        return log.openWriter(epoch, String.format(Locale.ROOT, "%010d", attempt));
    }

    /** Ends all receivers of earlier epochs for good. May take seconds. */
    SealReport sealBefore(Epoch epoch) throws IOException {
        return log.sealBefore(epoch);
    }

    /**
     * The blocks of sealed epochs that stand behind {@code through}, in the order of the stream.
     *
     * @param before the epochs from this one on are not looked at
     * @param through the last block that is known; null to begin at the beginning
     */
    List<ReceivedBlock> blocksAfter(@Nullable LogExtent through, Epoch before, int streamId) throws IOException {
        List<ReceivedBlock> blocks = new ArrayList<>();
        for (WriterLog writer : log.writers()) {
            LogPosition from = startOf(writer, through);
            if (from != null && writer.epoch().isBefore(before)) {
                collect(from, streamId, blocks);
            }
        }
        return blocks;
    }

    /** The serialized records of a block. */
    ByteBuffer read(LogExtent extent) throws IOException {
        return LoggedBlock.decode(log.read(extent)).data();
    }

    /**
     * The files that hold nothing at or behind {@code keepFrom}, in the order in which they may be deleted.
     *
     * @param keepFrom the earliest block that may still be asked for
     */
    List<StoragePath> filesBefore(LogPosition keepFrom) throws IOException {
        List<StoragePath> files = new ArrayList<>();
        for (WriterLog writer : log.writers()) {
            if (writer.beginning().isSameWriter(keepFrom)) {
                files.addAll(log.segmentsBefore(keepFrom));
            } else if (writer.beginning().compareTo(keepFrom) < 0) {
                writer.files().forEach(file -> files.add(file.path()));
            }
        }
        return files;
    }

    private static @Nullable LogPosition startOf(WriterLog writer, @Nullable LogExtent through) {
        LogPosition beginning = writer.beginning();
        if (through == null || beginning.compareTo(through.start()) > 0) {
            return beginning;
        }
        return beginning.isSameWriter(through.start()) ? through.endPosition() : null;
    }

    private void collect(LogPosition from, int streamId, List<ReceivedBlock> blocks) throws IOException {
        try (LogReader reader = log.scan(from)) {
            boolean first = true;
            for (Optional<LogEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
                LogEntry entry = next.get();
                LoggedBlock block = decode(entry);
                if (first) {
                    dropVoid(blocks, block.predecessor());
                    first = false;
                }
                blocks.add(new ReceivedBlock(
                        streamId,
                        entry.extent(),
                        block.arrivalMillis(),
                        block.records(),
                        block.position(),
                        ReceivedBlock.NOT_CACHED));
            }
        }
    }

    private static void dropVoid(List<ReceivedBlock> earlier, @Nullable LogPosition predecessor) {
        earlier.removeIf(block -> predecessor == null || block.end().compareTo(predecessor) > 0);
    }

    private static LoggedBlock decode(LogEntry entry) throws IOException {
        try {
            return LoggedBlock.decode(entry.payload());
        } catch (IllegalArgumentException e) {
            LogPosition at = entry.extent().start();
            throw new DamagedFileException(
                    "segment " + at.segment() + " of receiver " + at.epoch() + "-" + at.writer(),
                    at.offset(),
                    String.valueOf(e.getMessage()));
        }
    }
}
