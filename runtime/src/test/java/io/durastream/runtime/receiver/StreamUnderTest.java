package io.durastream.runtime.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.durastream.SourcePosition;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.sim.SimulatedClock;
import io.durastream.storage.sim.SimulatedDisk;
import io.durastream.wal.SegmentedLogOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A receiver stream without Spark: drivers and receivers on one simulated disk, and the batch log as a map. */
final class StreamUnderTest {

    static final OperatorId ID = OperatorId.of("socket");

    final SimulatedClock clock = new SimulatedClock(1_000);
    final SimulatedDisk disk;
    final TreeMap<BatchTime, InputRange> batchLog = new TreeMap<>();
    final List<ReceivedBlock> forgotten = new ArrayList<>();
    final SegmentedLogOptions options;
    long recordsBehind = Long.MAX_VALUE;
    private int clients;

    StreamUnderTest(SimulatedDisk disk) {
        this(disk, 64 << 20);
    }

    StreamUnderTest(SimulatedDisk disk, long segmentBytes) {
        this.disk = disk;
        this.options =
                SegmentedLogOptions.defaults().withSegmentBytes(segmentBytes).withSealThreads(1);
    }

    /** A driver that has just taken over, with what the batch log has. */
    Driver driver(long epoch) {
        return new Driver(epoch, newStorage());
    }

    /** The durable part of planning a batch. */
    void put(BatchTime time, InputRange range) {
        batchLog.put(time, range);
    }

    /** What the batch reads, from the log. */
    List<String> read(InputRange range) throws IOException {
        ReceivedLog log = log(newStorage());
        List<String> records = new ArrayList<>();
        for (ReceivedBlock block : ReceivedRange.of(range).blocks()) {
            records.addAll(List.of(UTF_8.decode(log.read(requireNonNull(block.extent())))
                    .toString()
                    .split(",")));
        }
        return records;
    }

    Storage newStorage() {
        return disk.client("client-" + clients++);
    }

    private ReceivedLog log(Storage storage) {
        return new ReceivedLog(storage, ID, options, clock);
    }

    /** A driver's side of the stream. */
    final class Driver {

        final Epoch epoch;
        final Storage storage;
        final ReceivedBlocks blocks;
        final DirectDriver link;

        Driver(long epoch, Storage storage) {
            this.epoch = Epoch.of(epoch);
            this.storage = storage;
            this.blocks = new ReceivedBlocks(
                    ID, 0, log(storage), this.epoch, batchLog, () -> recordsBehind, clock, forgotten::addAll);
            this.link = new DirectDriver(blocks);
        }

        Driver recovered() throws IOException {
            blocks.recover();
            return this;
        }

        /** Starts the stream's receiver in a process of its own. */
        Receiving receiver() {
            return receiver(newStorage());
        }

        Receiving receiver(Storage on) {
            DriverLink.Registration registration = link.register().orElseThrow();
            return new Receiving(new BlockWriter(
                    0,
                    registration,
                    log(on).openWriter(epoch, registration.attempt()),
                    (id, data) -> false,
                    link,
                    clock));
        }

        /** Plans the batch of now, durably. */
        List<String> batch() throws IOException {
            clock.advance(1_000);
            BatchTime time = new BatchTime(clock.wallMillis());
            InputRange range = blocks.plan(time);
            put(time, range);
            return read(range);
        }
    }

    /** An attempt of the receiver, whose records are numbers and whose position is the last number. */
    record Receiving(BlockWriter writer) {

        void store(String... records) throws IOException {
            store(records[records.length - 1], records);
        }

        void store(String position, String[] records) throws IOException {
            ByteBuffer data = UTF_8.encode(String.join(",", records));
            writer.store(records.length, data, new SourcePosition(position));
        }

        String lastPosition() {
            return writer.lastPosition().map(SourcePosition::value).orElse("none");
        }
    }
}
