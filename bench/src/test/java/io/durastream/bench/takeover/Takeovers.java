package io.durastream.bench.takeover;

import io.durastream.bench.report.Bars;
import io.durastream.bench.report.Recorder;
import io.durastream.bench.report.Results;
import io.durastream.bench.report.Table;
import io.durastream.bench.report.Workload;
import io.durastream.bench.state.CountOptions;
import io.durastream.chaos.ha.HaHost;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.storage.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;

/** A leader among three candidates fails, again and again, and how long it takes until another one commits a batch. */
public final class Takeovers implements Workload<CountOptions> {

    private static final List<Long> SIZES = List.of(1_000_000L);

    @Override
    public String name() {
        return "takeover";
    }

    @Override
    public void measure(CountOptions options, Recorder recorder) throws Exception {
        for (Standby standby : Standby.values()) {
            for (long keys : options.keys(SIZES)) {
                if (options.standby(standby.label())) {
                    measure(options, recorder, standby, keys);
                }
            }
        }
    }

    private void measure(CountOptions options, Recorder recorder, Standby standby, long keys) throws Exception {
        Random random = new Random(keys);
        try (Site site = new Site(recorder.place(name() + "-" + standby.label()), standby, options, keys)) {
            for (int round = 1; round <= options.rounds(); round++) {
                for (Failure failure : Failure.values()) {
                    if (options.failure(failure.label())) {
                        HaHost leader = site.awaitReady();
                        site.forget(leader);
                        Clock.system().sleep(random.nextLong(options.intervalMillis()));
                        recorder.record(
                                name(),
                                CountOptions.label(keys) + " " + failure.label(),
                                standby.label(),
                                round,
                                () -> site.takeOver(failure, leader));
                    }
                }
            }
        }
    }

    @Override
    public String report(Results results) {
        List<String> heads = new ArrayList<>(List.of("keys", "failure", "standby", "runs", "first batch p50 / max, s"));
        Takeover.STEPS.forEach(step -> heads.add(step.name().toLowerCase(Locale.ROOT)));
        heads.addAll(List.of("first batch", "pause p50 / max, s"));
        Table table = new Table(heads.toArray(String[]::new));
        Bars bars = new Bars();
        for (String variant : results.variants()) {
            for (String standby : results.contenders(variant)) {
                row(table, results, variant, standby);
                bar(bars, results, variant, standby);
            }
        }
        return table + "\n" + bars;
    }

    private static void row(Table table, Results results, String variant, String standby) {
        List<String> cells = new ArrayList<>();
        cells.add(variant.substring(0, variant.indexOf(' ')));
        cells.add(failure(variant).title());
        cells.add(standby);
        cells.add(Integer.toString(results.count(variant, standby, Takeover.TOTAL)));
        cells.add(p50AndMax(results, variant, standby, Takeover.TOTAL));
        Stream.concat(Takeover.STEPS.stream(), Stream.of(Phase.FIRST_BATCH))
                .map(step -> seconds(results.median(variant, standby, Takeover.figure(step))))
                .forEach(cells::add);
        cells.add(p50AndMax(results, variant, standby, Takeover.PAUSE));
        table.row(cells.toArray(String[]::new));
    }

    private static void bar(Bars bars, Results results, String variant, String standby) {
        Failure failure = failure(variant);
        boolean planned = failure == Failure.PLANNED;
        failure.bound(Standby.valueOf(standby.toUpperCase(Locale.ROOT)))
                .ifPresent(bound -> bars.atMost(
                        variant + ", " + standby + ", longest, s",
                        Table.scaled(results.max(variant, standby, planned ? Takeover.PAUSE : Takeover.TOTAL), 1e-3),
                        bound));
    }

    private static Failure failure(String variant) {
        String label = variant.substring(variant.indexOf(' ') + 1);
        return Stream.of(Failure.values())
                .filter(failure -> failure.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static String p50AndMax(Results results, String variant, String standby, String figure) {
        return seconds(results.median(variant, standby, figure)) + " / "
                + seconds(results.max(variant, standby, figure));
    }

    private static String seconds(OptionalDouble millis) {
        return Table.number(Table.scaled(millis, 1e-3), 2);
    }
}
