package io.durastream.checkpoint;

import io.durastream.storage.Epoch;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The file of a {@link LogState}, {@code batches/<sequence, 20 digits>.snapshot}: one frame of type
 * {@value FrameTypes#SNAPSHOT} with this payload, in the terms of {@link PayloadWriter} and {@link RecordCodec}. Equal
 * states have equal files.
 *
 * <pre>
 *  u16 version = 1
 *  i64 sequence                of the last entry that is folded in
 *  list of i64                 the sequence number of every EpochStarted, rising
 *  optional i64                epoch
 *  optional string             writer
 *  optional                    application: the body of ApplicationStarted
 *  list of batches, rising     i64 time, list of input ranges, flag committed, list of state entries
 *  optional i64                last planned
 *  optional i64                last committed
 *  optional i64                retain from
 *  list of state entries       the latest, by operator and partition
 *  list of accumulators        by name: string name, bytes value
 *  list of starts, oldest first
 *                              i64 epoch, string writer, i64 wall millis, string host, list of RecoveryEvent bodies
 * </pre>
 */
final class SnapshotCodec {

    private static final int VERSION = 1;

    private SnapshotCodec() {}

    static byte[] encode(LogState state) {
        PayloadWriter out = new PayloadWriter();
        out.u16(VERSION).i64(state.sequence());
        out.list(state.epochStarts(), PayloadWriter::i64);
        out.optional(state.epoch(), (to, epoch) -> to.i64(epoch.number()));
        out.optional(state.writer(), (to, writer) -> to.string(writer.value()));
        out.optional(state.application(), RecordCodec::writeApplication);
        out.list(state.batches().entrySet(), SnapshotCodec::writeBatch);
        out.optional(state.lastPlanned(), SnapshotCodec::writeTime);
        out.optional(state.lastCommitted(), SnapshotCodec::writeTime);
        out.optional(state.retainFrom(), SnapshotCodec::writeTime);
        out.list(latestRefs(state), RecordCodec::writeRef);
        out.list(new TreeMap<>(state.accumulators()).values(), RecordCodec::writeValue);
        out.list(state.ledger(), SnapshotCodec::writeStart);
        return FrameFile.encode(FrameTypes.SNAPSHOT, out.payload());
    }

    static LogState decode(StoragePath path, byte[] file) throws IOException {
        return new PayloadReader(path, FrameFile.decode(path, file, FrameTypes.SNAPSHOT)).whole(SnapshotCodec::read);
    }

    private static LogState read(PayloadReader in) throws IOException {
        in.expectVersion(VERSION);
        return new LogState(
                in.i64(),
                new TreeSet<>(in.list(PayloadReader::i64)),
                in.optional(from -> Epoch.of(from.i64())),
                in.optional(from -> WriterId.of(from.string())),
                in.optional(RecordCodec::readApplication),
                readBatches(in),
                readTime(in),
                readTime(in),
                readTime(in),
                byOperator(in.list(RecordCodec::readRef)),
                byName(in.list(RecordCodec::readValue)),
                in.list(SnapshotCodec::readStart));
    }

    private static void writeBatch(PayloadWriter out, Map.Entry<BatchTime, BatchState> batch) {
        BatchState state = batch.getValue();
        writeTime(out, batch.getKey());
        out.list(state.inputs(), RecordCodec::writeRange).flag(state.committed());
        out.list(state.state(), RecordCodec::writeRef);
    }

    private static NavigableMap<BatchTime, BatchState> readBatches(PayloadReader in) throws IOException {
        NavigableMap<BatchTime, BatchState> batches = new TreeMap<>();
        in.list(from -> batches.put(
                BatchTime.of(from.i64()),
                new BatchState(from.list(RecordCodec::readRange), from.flag(), from.list(RecordCodec::readRef))));
        return batches;
    }

    private static void writeTime(PayloadWriter out, BatchTime time) {
        out.i64(time.millis());
    }

    private static Optional<BatchTime> readTime(PayloadReader in) throws IOException {
        return in.optional(from -> BatchTime.of(from.i64()));
    }

    private static List<StateEntry> latestRefs(LogState state) {
        return new TreeMap<>(state.state())
                .values().stream()
                        .map(partitions -> new TreeMap<>(partitions).values())
                        .flatMap(Collection::stream)
                        .toList();
    }

    private static Map<OperatorId, Map<Integer, StateEntry>> byOperator(List<StateEntry> refs) {
        Map<OperatorId, Map<Integer, StateEntry>> state = new TreeMap<>();
        for (StateEntry ref : refs) {
            state.computeIfAbsent(ref.operator(), operator -> new TreeMap<>()).put(ref.partition(), ref);
        }
        return state;
    }

    private static Map<String, NamedValue> byName(List<NamedValue> values) {
        Map<String, NamedValue> accumulators = new TreeMap<>();
        values.forEach(value -> accumulators.put(value.name(), value));
        return accumulators;
    }

    private static void writeStart(PayloadWriter out, DriverStart start) {
        out.i64(start.epoch().number()).string(start.writer().value());
        out.i64(start.wallMillis()).string(start.host());
        out.list(start.events(), RecordCodec::writeEvent);
    }

    private static DriverStart readStart(PayloadReader in) throws IOException {
        return new DriverStart(
                Epoch.of(in.i64()), WriterId.of(in.string()), in.i64(), in.string(), in.list(RecordCodec::readEvent));
    }
}
