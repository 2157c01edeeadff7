package io.durastream.bench.state;

import io.durastream.bench.process.Batch;
import io.durastream.bench.process.FileWatch;
import io.durastream.bench.process.Written;
import io.durastream.bench.report.Percentiles;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How fast a contender counts when batches follow each other as fast as they can, seen from outside its process.
 *
 * @param warmUpSeconds how long it runs before, from its first batch on
 * @param batches after so many measured batches it is enough
 * @param seconds after so long it is enough too
 */
record CountMeasurement(int warmUpSeconds, int batches, int seconds) {

    static final String RECORDS_A_SECOND = "recordsPerSecond";
    static final String CPU_MICROS = "cpuMicrosPerRecord";
    static final String CHANGED_BYTES = "changedBytesPerBatch";
    static final String PEAK_MEGABYTES = "peakResidentMegabytes";
    static final String BYTES = "bytesPerBatch";
    static final String FILES = "filesPerBatch";

    private static final int WARM_UP_BATCHES = 10;

    /** {@return the figures by name} */
    Map<String, Double> of(CountWork work) throws IOException, InterruptedException {
        try (CountRun run = CountRun.start(work);
                FileWatch watch = new FileWatch(work.localCheckpoint(), CheckpointFiles.of(work.contender()))) {
            List<Batch> warm = warmUp(run, work.fillingBatches());
            Duration cpuBefore = run.figures().cpu();
            List<Batch> all = run.await(
                    "enough batches",
                    found -> found.size() - warm.size() >= batches || seconds(warm, found) >= seconds);
            Duration cpu = run.figures().cpu().minus(cpuBefore);
            List<Batch> measured = all.subList(warm.size(), all.size());
            double records = (double) measured.size() * work.records();
            Map<String, Double> figures = new TreeMap<>(times(measured));
            figures.put(RECORDS_A_SECOND, records / seconds(warm, all));
            figures.put(CPU_MICROS, cpu.toNanos() / 1e3 / records);
            figures.put(PEAK_MEGABYTES, run.figures().peakResidentBytes() / (double) (1 << 20));
            figures.put(CHANGED_BYTES, new Changes(work).bytesABatch(all.size()));
            figures.putAll(written(watch, last(warm).committed(), last(all).committed(), measured.size()));
            return figures;
        }
    }

    private List<Batch> warmUp(CountRun run, int filling) throws InterruptedException {
        List<Batch> filled = run.awaitBatches(1);
        return run.await(
                "warm", found -> found.size() >= filling + WARM_UP_BATCHES && seconds(filled, found) >= warmUpSeconds);
    }

    private static Map<String, Double> times(List<Batch> measured) {
        Percentiles millis = Percentiles.of(measured.stream().map(Batch::millis).toList());
        return Map.of(
                "batches", (double) millis.count(),
                "p50Millis", (double) millis.p50(),
                "p95Millis", (double) millis.p95(),
                "p99Millis", (double) millis.p99(),
                "maxMillis", (double) millis.max());
    }

    private static Map<String, Double> written(FileWatch watch, long from, long to, double batches) {
        Map<String, Double> figures = new TreeMap<>(Map.of("filesMissed", (double) watch.missed()));
        figures.put(BYTES, 0.0);
        figures.put(FILES, 0.0);
        watch.between(from, to).forEach((String kind, Written written) -> {
            figures.merge(BYTES, written.bytes() / batches, Double::sum);
            figures.merge(FILES, written.files() / batches, Double::sum);
            figures.put(BYTES + "." + kind, written.bytes() / batches);
            figures.put(FILES + "." + kind, written.files() / batches);
        });
        return figures;
    }

    private static double seconds(List<Batch> from, List<Batch> to) {
        return (last(to).committed() - last(from).committed()) / 1e3;
    }

    private static Batch last(List<Batch> batches) {
        return batches.get(batches.size() - 1);
    }
}
