package io.durastream.wal;

import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.sim.SimulatedClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small words for tests of the log. */
final class Logs {

    static final StoragePath ROOT = StoragePath.of("received/0");
    static final Epoch FIRST = Epoch.of(1);
    static final Epoch SECOND = Epoch.of(2);

    private Logs() {}

    static SegmentedLogOptions options() {
        return SegmentedLogOptions.defaults().withSealThreads(1);
    }

    static SegmentedLog open(Storage storage, SegmentedLogOptions options) {
        return new SegmentedLog(storage, ROOT, options, new SimulatedClock(0));
    }

    static SegmentedLog open(Storage storage) {
        return open(storage, options());
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    static List<LogEntry> entries(SegmentedLog log, LogPosition from) throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        try (LogReader reader = log.scan(from)) {
            for (Optional<LogEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
                entries.add(next.get());
            }
        }
        return entries;
    }

    static List<String> texts(SegmentedLog log, LogPosition from) throws IOException {
        return entries(log, from).stream().map(entry -> text(entry.payload())).toList();
    }

    static List<String> texts(SegmentedLog log, String writer) throws IOException {
        return texts(log, LogPosition.beginning(FIRST, writer));
    }
}
