package io.durastream.bench.interval;

import static io.durastream.bench.state.Contender.DURASTREAM;
import static io.durastream.bench.state.Contender.SPARK_BATCH;

import io.durastream.bench.process.Batch;
import io.durastream.bench.report.Bars;
import io.durastream.bench.report.Percentiles;
import io.durastream.bench.report.Recorder;
import io.durastream.bench.report.Results;
import io.durastream.bench.report.Table;
import io.durastream.bench.report.Workload;
import io.durastream.bench.state.Contender;
import io.durastream.bench.state.CountOptions;
import io.durastream.bench.state.CountRun;
import io.durastream.bench.state.CountWork;
import io.durastream.bench.state.CountWork.Operator;
import io.durastream.chaos.hdfs.HdfsProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;

/** The smallest interval that small stateful batches hold when each is committed. */
public final class SmallestInterval implements Workload<CountOptions> {

    private static final String LOCAL = "local disk";
    private static final String HDFS = "HDFS, 3 DataNodes";
    private static final String SMALLEST = "smallestIntervalMillis";
    private static final List<Long> SIZES = List.of(10_000L);
    private static final List<Long> INTERVALS = List.of(25L, 50L, 75L, 100L, 150L, 200L);
    private static final int RECORDS = 1_000;

    /** As HDFS has it by default. */
    private static final int HEARTBEAT_SECONDS = 3;

    @Override
    public String name() {
        return "interval";
    }

    @Override
    public void measure(CountOptions options, Recorder recorder) throws Exception {
        List<Contender> locally = options.among(List.of(DURASTREAM, SPARK_BATCH));
        for (long keys : options.keys(SIZES)) {
            for (int round = 1; round <= options.rounds(); round++) {
                for (Contender contender : locally) {
                    CountWork work = work(options, recorder, keys, contender);
                    recorder.record(name(), LOCAL, contender.label(), round, () -> smallest(options, work));
                }
                if (locally.contains(DURASTREAM)) {
                    measureHdfs(options, recorder, keys, round);
                }
            }
        }
    }

    private void measureHdfs(CountOptions options, Recorder recorder, long keys, int round) throws Exception {
        Path place = recorder.place(name() + "-hdfs");
        FileUtils.deleteDirectory(place.toFile());
        try (HdfsProcess hdfs = HdfsProcess.start(place, HEARTBEAT_SECONDS, "-Xmx1g")) {
            CountWork work = work(options, recorder, keys, DURASTREAM);
            recorder.record(
                    name(),
                    HDFS,
                    DURASTREAM.label(),
                    round,
                    () -> smallest(options, work.withCheckpoint(hdfs.uri("/interval"))));
        }
    }

    private CountWork work(CountOptions options, Recorder recorder, long keys, Contender contender) {
        return CountWork.locally(
                contender,
                Operator.MAP_WITH_STATE,
                keys,
                RECORDS,
                0,
                options.settings(contender),
                recorder.place(name() + "-" + contender.label()));
    }

    /** Tries one interval after the other, until one is held. */
    private static Map<String, Double> smallest(CountOptions options, CountWork work)
            throws IOException, InterruptedException {
        Map<String, Double> figures = new TreeMap<>();
        for (long interval : INTERVALS) {
            Pace pace = pace(options, work.withInterval(interval).withCheckpoint(work.checkpoint() + "/" + interval));
            Percentiles delay = pace.percentiles();
            figures.put("delayP50Millis." + interval, (double) delay.p50());
            figures.put("delayP99Millis." + interval, (double) delay.p99());
            figures.put("delayMaxMillis." + interval, (double) delay.max());
            if (pace.holds(interval)) {
                figures.put(SMALLEST, (double) interval);
                return figures;
            }
        }
        return figures;
    }

    private static Pace pace(CountOptions options, CountWork work) throws IOException, InterruptedException {
        try (CountRun run = CountRun.start(work)) {
            long begin = run.awaitBatches(1).get(0).due();
            long from = begin + options.warmUpSeconds() * 1_000L;
            long until = from + options.seconds() * 1_000L;
            List<Batch> all = run.await(
                    "enough batches",
                    found -> System.currentTimeMillis() > until
                            && found.get(found.size() - 1).due() >= from);
            return Pace.of(all.stream().filter(batch -> batch.due() >= from).toList());
        }
    }

    @Override
    public String report(Results results) {
        Table table = new Table(
                "checkpoint on", "contender", "smallest interval held, ms", "delay p50 / p99 / max ms by interval");
        for (String place : results.variants()) {
            for (String contender : results.contenders(place)) {
                table.row(
                        place,
                        Contender.of(contender).title(),
                        Table.number(results.median(place, contender, SMALLEST), 0),
                        INTERVALS.stream()
                                .filter(interval -> results.median(place, contender, "delayP50Millis." + interval)
                                        .isPresent())
                                .map(interval -> interval + ": "
                                        + String.join(
                                                " / ",
                                                delay(results, place, contender, "P50", interval),
                                                delay(results, place, contender, "P99", interval),
                                                delay(results, place, contender, "Max", interval)))
                                .collect(Collectors.joining("; ")));
            }
        }
        return table + "\n"
                + new Bars()
                        .atMost("ms on local disk", results.median(LOCAL, DURASTREAM.label(), SMALLEST), 50)
                        .atMost("ms on HDFS", results.median(HDFS, DURASTREAM.label(), SMALLEST), 100);
    }

    private static String delay(Results results, String place, String contender, String which, long interval) {
        return Table.number(results.median(place, contender, "delay" + which + "Millis." + interval), 0);
    }
}
