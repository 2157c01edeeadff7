package io.durastream.bench.restart;

import io.durastream.bench.process.FileWatch;
import io.durastream.bench.process.Written;
import io.durastream.bench.report.Bars;
import io.durastream.bench.report.Recorder;
import io.durastream.bench.report.Results;
import io.durastream.bench.report.Table;
import io.durastream.bench.report.Workload;
import io.durastream.bench.state.CheckpointFiles;
import io.durastream.bench.state.Contender;
import io.durastream.bench.state.CountOptions;
import io.durastream.bench.state.CountRun;
import io.durastream.bench.state.CountWork;
import io.durastream.bench.state.CountWork.Operator;
import java.util.List;

/**
 * What the replay of a changelog costs: Durastream's restart without its local disk just after a snapshot of the state, and
 * shortly before the next.
 */
public final class Replay implements Workload<CountOptions> {

    private static final String SNAPSHOT = "just after a snapshot";
    private static final String CHANGELOG = "shortly before the next";
    private static final List<Long> SIZES = List.of(1_000_000L);
    private static final long QUIET_MILLIS = 2_000;

    /** How far it is from a snapshot to shortly before the next. */
    private static final double SHARE = 0.9;

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public void measure(CountOptions options, Recorder recorder) throws Exception {
        for (long keys : options.keys(SIZES)) {
            for (int round = 1; round <= options.rounds(); round++) {
                measure(options, recorder, keys, round);
            }
        }
    }

    private void measure(CountOptions options, Recorder recorder, long keys, int round) throws Exception {
        CountWork work = CountWork.locally(
                Contender.DURASTREAM,
                Operator.MAP_WITH_STATE,
                keys,
                options.records(),
                options.intervalMillis(),
                options.settings(Contender.DURASTREAM),
                recorder.place(name()));
        try (CountRun run = CountRun.start(work);
                FileWatch watch = new FileWatch(work.localCheckpoint(), CheckpointFiles.of(work.contender()))) {
            recorder.record(name(), CountOptions.label(keys), SNAPSHOT, round, () -> {
                awaitSnapshot(run, watch);
                return Restart.killAndLoseDisk(run, work);
            });
            recorder.record(name(), CountOptions.label(keys), CHANGELOG, round, () -> {
                int before = awaitSnapshot(run, watch);
                int more = (int) (work.commitsPerSnapshot() * SHARE);
                run.await("a long changelog", found -> found.size() >= before + more);
                return Restart.killAndLoseDisk(run, work);
            });
        }
    }

    /** Waits until a snapshot begins and ends. {@return how many batches were committed by then} */
    private static int awaitSnapshot(CountRun run, FileWatch watch) throws InterruptedException {
        long from = System.currentTimeMillis();
        return run.await("a snapshot", found -> {
                    long now = System.currentTimeMillis();
                    return snapshotBytes(watch, from, now) > 0 && snapshotBytes(watch, now - QUIET_MILLIS, now) == 0;
                })
                .size();
    }

    private static long snapshotBytes(FileWatch watch, long from, long to) {
        Written written = watch.between(from, to).get(CheckpointFiles.SNAPSHOTS);
        return written == null ? 0 : written.bytes();
    }

    @Override
    public String report(Results results) {
        Table table = new Table("keys", "killed", "process start to first committed batch, s");
        Bars bars = new Bars();
        for (String keys : results.variants()) {
            for (String moment : results.contenders(keys)) {
                table.row(
                        keys,
                        moment,
                        Table.number(Table.scaled(results.median(keys, moment, Restart.MILLIS), 1e-3), 1));
            }
            bars.atMost(
                    keys + " keys, long changelog, ratio to fresh snapshot",
                    results.medianRatio(keys, CHANGELOG, SNAPSHOT, Restart.MILLIS),
                    1.5);
        }
        return table + "\n" + bars;
    }
}
