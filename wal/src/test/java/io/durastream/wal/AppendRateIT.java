package io.durastream.wal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.AppendFile;
import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StorageOptions;
import io.durastream.storage.StoragePath;
import io.durastream.storage.Storages;
import io.durastream.storage.SyncMode;
import io.durastream.storage.hdfs.HdfsCluster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Appends a second and their latency, beside raw append-and-flush on the same file system in the same run. Asked for with
 * {@code mvn -pl wal -am verify -Dit.test=AppendRateIT -Dsurefire.skip -Ddurastream.measure=true}.
 */
@EnabledIfSystemProperty(named = "durastream.measure", matches = "true")
final class AppendRateIT {

    private static final long SECONDS = 3;
    private static final Clock CLOCK = Clock.system();

    @TempDir
    Path directory;

    private int run;

    @Test
    void measuresLocalDisk() throws Exception {
        for (SyncMode mode : SyncMode.values()) {
            StorageOptions options = new StorageOptions(mode, mode, Duration.ofMinutes(1));
            String uri = directory.resolve(mode.name()).toUri().toString();
            try (Storage storage = Storages.open(uri, new Configuration(), CLOCK, options)) {
                measure("local disk, " + mode, storage);
            }
        }
    }

    @Test
    void measuresHdfs() throws Exception {
        try (HdfsCluster cluster = HdfsCluster.start(3);
                Storage storage = Storages.open(cluster.uri("/rate"), cluster.conf(), CLOCK)) {
            measure("HDFS, 3 DataNodes, FLUSH", storage);
        }
    }

    private void measure(String name, Storage storage) throws Exception {
        for (int bytes : new int[] {100, 1 << 10, 64 << 10}) {
            rawFlush(storage, bytes);
            print(name, "raw flush", 1, bytes, rawFlush(storage, bytes));
            for (int threads : new int[] {1, 8, 32}) {
                print(name, "log", threads, bytes, log(storage, threads, bytes));
            }
        }
    }

    private List<long[]> rawFlush(Storage storage, int bytes) throws IOException {
        AppendFile file = storage.create(StoragePath.of("raw/" + run++));
        ByteBuffer payload = ByteBuffer.allocate(bytes);
        List<long[]> latencies = List.of(timed(() -> {
            file.append(payload.duplicate());
            file.flush();
        }));
        file.close();
        return latencies;
    }

    private List<long[]> log(Storage storage, int threads, int bytes) throws Exception {
        SegmentedLog log =
                new SegmentedLog(storage, StoragePath.of("log/" + run++), SegmentedLogOptions.defaults(), CLOCK);
        LogWriter writer = log.openWriter(Epoch.of(1), "w");
        ByteBuffer payload = ByteBuffer.allocate(bytes);
        List<FutureTask<long[]>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            FutureTask<long[]> task = new FutureTask<>(() -> timed(() -> writer.append(payload)));
            tasks.add(task);
            new Thread(task).start();
        }
        List<long[]> latencies = new ArrayList<>();
        for (FutureTask<long[]> task : tasks) {
            latencies.add(task.get());
        }
        writer.close();
        return latencies;
    }

    private interface Append {
        void run() throws IOException;
    }

    private static long[] timed(Append append) throws IOException {
        long[] nanos = new long[1 << 20];
        int count = 0;
        long start = CLOCK.nanoTime();
        for (long now = start; now - start < SECONDS * 1_000_000_000 && count < nanos.length; count++) {
            append.run();
            long after = CLOCK.nanoTime();
            nanos[count] = after - now;
            now = after;
        }
        return Arrays.copyOf(nanos, count);
    }

    private static void print(String name, String what, int threads, int bytes, List<long[]> latencies) {
        long[] all = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        assertTrue(all.length > 0);
        System.out.printf(
                Locale.ROOT,
                "%-26s %-10s %2d threads %6d B  %9.0f/s %8.1f MB/s  p50 %8.3f ms  p99 %8.3f ms%n",
                name,
                what,
                threads,
                bytes,
                (double) all.length / SECONDS,
                (double) all.length * bytes / SECONDS / 1e6,
                all[all.length / 2] / 1e6,
                all[all.length * 99 / 100] / 1e6);
    }
}
