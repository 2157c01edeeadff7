package io.durastream.bench.restart;

import static io.durastream.bench.state.Contender.DURASTREAM;
import static io.durastream.bench.state.Contender.SPARK_BATCH;
import static io.durastream.bench.state.Contender.SPARK_DEFAULT;
import static io.durastream.bench.state.Contender.STRUCTURED;

import io.durastream.bench.report.Bars;
import io.durastream.bench.report.Recorder;
import io.durastream.bench.report.Results;
import io.durastream.bench.report.Table;
import io.durastream.bench.report.Workload;
import io.durastream.bench.state.Contender;
import io.durastream.bench.state.CountOptions;
import io.durastream.bench.state.CountRun;
import io.durastream.bench.state.CountWork;
import io.durastream.bench.state.CountWork.Operator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.io.FileUtils;

/**
 * Kill -9 at a random moment between two snapshots of the state, and how long it takes from the start of the next process to
 * its first committed batch: for Durastream with the local state as the dead process left it, and with it lost.
 */
public final class Restart implements Workload<CountOptions> {

    /** Durastream without its local disk, as a contender. */
    static final String NO_DISK = "durastream-without-disk";

    static final String MILLIS = "firstCommitMillis";
    private static final List<Long> SIZES = List.of(100_000L, 1_000_000L, 5_000_000L);
    private static final int FIRST_BATCHES = 3;

    /** Structured Streaming's maintenance makes snapshots once a minute. */
    private static final long MAINTENANCE_MILLIS = 60_000;

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public void measure(CountOptions options, Recorder recorder) throws Exception {
        for (long keys : options.keys(SIZES)) {
            for (int round = 1; round <= options.rounds(); round++) {
                for (Contender contender : options.among(List.of(DURASTREAM, SPARK_DEFAULT, STRUCTURED, SPARK_BATCH))) {
                    measure(options, recorder, keys, round, contender);
                }
            }
        }
    }

    private void measure(CountOptions options, Recorder recorder, long keys, int round, Contender contender)
            throws Exception {
        Random random = new Random(keys + round);
        CountWork work = CountWork.locally(
                contender,
                Operator.MAP_WITH_STATE,
                keys,
                options.records(),
                options.intervalMillis(),
                options.settings(contender),
                recorder.place(name() + "-" + contender.label()));
        try (CountRun run = CountRun.start(work)) {
            recorder.record(name(), CountOptions.label(keys), contender.label(), round, () -> {
                awaitMoment(run, work, random);
                run.kill();
                return Map.of(MILLIS, (double) run.restart());
            });
            if (contender == DURASTREAM) {
                recorder.record(name(), CountOptions.label(keys), NO_DISK, round, () -> {
                    awaitMoment(run, work, random);
                    return killAndLoseDisk(run, work);
                });
            }
        }
    }

    /** Kills the process, deletes its local state, starts it again. {@return the figures} */
    static Map<String, Double> killAndLoseDisk(CountRun run, CountWork work) throws IOException, InterruptedException {
        run.kill();
        FileUtils.deleteDirectory(work.localState().toFile());
        return Map.of(MILLIS, (double) run.restart());
    }

    private static void awaitMoment(CountRun run, CountWork work, Random random) throws InterruptedException {
        int before = run.awaitBatches(firstBatches(work)).size();
        int more = 1 + random.nextInt(batchesBetweenSnapshots(work));
        run.await("a random moment", found -> found.size() >= before + more);
    }

    /** spark-streaming cannot be restored before the initial state is in a data checkpoint. */
    private static int firstBatches(CountWork work) {
        return Math.max(FIRST_BATCHES, work.contender() == SPARK_DEFAULT ? 2 * batchesBetweenSnapshots(work) : 0);
    }

    private static int batchesBetweenSnapshots(CountWork work) {
        return switch (work.contender()) {
            case DURASTREAM ->
                Integer.parseInt(work.settings().getOrDefault("durastream.state.commitsPerSnapshot", "50"));
            case SPARK_DEFAULT -> 10;
            case SPARK_BATCH -> 1;
            case STRUCTURED -> (int) (MAINTENANCE_MILLIS / work.intervalMillis());
        };
    }

    @Override
    public String report(Results results) {
        Table table = new Table("keys", "contender", "process start to first committed batch, s");
        for (String keys : results.variants()) {
            for (String contender : results.contenders(keys)) {
                var millis = results.median(keys, contender, MILLIS);
                table.row(keys, title(contender), Table.number(Table.scaled(millis, 1e-3), 1));
            }
        }
        Bars bars = new Bars()
                .atMost(
                        "5m keys, ratio to 100k keys",
                        Table.ratio(
                                results.median("5m", DURASTREAM.label(), MILLIS),
                                results.median("100k", DURASTREAM.label(), MILLIS)),
                        1.2)
                .atMost(
                        "5m keys, local disk lost, ratio to spark-streaming",
                        results.medianRatio("5m", NO_DISK, SPARK_DEFAULT.label(), MILLIS),
                        0.7);
        return table + "\n" + bars;
    }

    private static String title(String contender) {
        return contender.equals(NO_DISK)
                ? "Durastream, local disk lost"
                : Contender.of(contender).title();
    }
}
