package io.durastream.bench.wal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.bench.wal.Contender.Log;
import io.durastream.chaos.hdfs.HdfsProcess;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Appends a second on HDFS with 3 DataNodes, as ratios: the contenders take turns of a second each, in another order in each
 * round. Asked for with {@code mvn -pl bench -am verify -Dit.test=WalPairIT -Dsurefire.skip -Ddurastream.measure=true}.
 */
@EnabledIfSystemProperty(named = "durastream.measure", matches = "true")
final class WalPairIT {

    private static final int WARM_UP_ROUNDS = 2;
    private static final int ROUNDS = 9;
    private static final long TURN_NANOS = 1_000_000_000;
    private static final Clock CLOCK = Clock.system();

    @TempDir
    java.nio.file.Path directory;

    @Test
    void blocksGoAsFastAsThroughARawStream() throws Exception {
        List<Contender> contenders = List.of(Contender.RAW_STREAM, Contender.SPARK, Contender.DURASTREAM);
        assertTrue(measure(1, 64 << 10, contenders) >= 0.9);
    }

    @Test
    void concurrentAppendersGoAsFastAsThroughSparksBatchedLog() throws Exception {
        List<Contender> contenders = List.of(Contender.SPARK_BATCHED, Contender.DURASTREAM);
        assertTrue(measure(32, 1 << 10, contenders) >= 1.0);
    }

    /** Returns the median over the rounds of the last contender's rate divided by the first one's. */
    private double measure(int threads, int bytes, List<Contender> contenders) throws Exception {
        try (HdfsProcess hdfs = HdfsProcess.start(directory, 1, "-Xmx1500m")) {
            return measure(hdfs.uri("/"), threads, bytes, contenders);
        }
    }

    private static double measure(String uri, int threads, int bytes, List<Contender> contenders) throws Exception {
        Map<Contender, List<Double>> ratios = new EnumMap<>(Contender.class);
        List<Contender> order = new ArrayList<>(contenders);
        for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
            Map<Contender, Double> rates = new EnumMap<>(Contender.class);
            for (Contender contender : order) {
                rates.put(contender, turn(contender, uri + contender + round, threads, bytes));
            }
            String what = String.format(Locale.ROOT, "wal | %d x %d B | round %d | appends/s ", threads, bytes, round);
            System.out.println(what + rates);
            if (round >= WARM_UP_ROUNDS) {
                double base = rates.getOrDefault(contenders.get(0), Double.NaN);
                rates.forEach((contender, rate) -> ratios.computeIfAbsent(contender, none -> new ArrayList<>())
                        .add(rate / base));
            }
            Collections.rotate(order, 1);
        }
        ratios.forEach((contender, all) -> System.out.println(String.format(
                Locale.ROOT,
                "wal | %d x %d B | %s / %s | median %.2f of %s",
                threads,
                bytes,
                contender,
                contenders.get(0),
                median(all),
                all.stream()
                        .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                        .toList())));
        return median(ratios.getOrDefault(contenders.get(contenders.size() - 1), List.of()));
    }

    /** What was appended is deleted again: a gigabyte on each DataNode. */
    private static double turn(Contender contender, String uri, int threads, int bytes) throws Exception {
        Configuration hadoop = new Configuration();
        Path path = new Path(uri);
        try (Log log = contender.open(path, hadoop)) {
            return rate(log, threads, bytes);
        } finally {
            FileSystem.get(path.toUri(), hadoop).delete(path, true);
        }
    }

    private static double rate(Log log, int threads, int bytes) throws Exception {
        log.append(ByteBuffer.wrap(random(threads, bytes))); // makes the file
        long start = CLOCK.nanoTime();
        List<FutureTask<Long>> tasks = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            // Spark's batched log is Java serialisation: an array that several appends share would be written once.
            byte[] own = random(thread, bytes);
            FutureTask<Long> task = new FutureTask<>(() -> appendUntil(log, own, start + TURN_NANOS));
            tasks.add(task);
            new Thread(task).start();
        }
        long appends = 0;
        for (FutureTask<Long> task : tasks) {
            appends += task.get();
        }
        return appends * 1e9 / (CLOCK.nanoTime() - start);
    }

    private static long appendUntil(Log log, byte[] payload, long end) throws IOException {
        long appends = 0;
        while (CLOCK.nanoTime() < end) {
            log.append(ByteBuffer.wrap(payload));
            appends++;
        }
        return appends;
    }

    private static byte[] random(long seed, int bytes) {
        byte[] payload = new byte[bytes];
        new Random(seed).nextBytes(payload);
        return payload;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
