package io.durastream.bench.state;

import static io.durastream.bench.state.CountMeasurement.BYTES;
import static io.durastream.bench.state.CountMeasurement.CHANGED_BYTES;
import static io.durastream.bench.state.CountMeasurement.CPU_MICROS;
import static io.durastream.bench.state.CountMeasurement.FILES;
import static io.durastream.bench.state.CountMeasurement.PEAK_MEGABYTES;
import static io.durastream.bench.state.CountMeasurement.RECORDS_A_SECOND;

import io.durastream.bench.report.Bars;
import io.durastream.bench.report.Results;
import io.durastream.bench.report.Table;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The tables of a {@link CountWorkload}: how fast, what was written, which bars are held. */
final class CountReport {

    private static final String OURS = Contender.DURASTREAM.label();
    private static final List<String> KINDS =
            List.of(CheckpointFiles.BATCH_LOG, CheckpointFiles.CHANGELOG, CheckpointFiles.SNAPSHOTS);

    private static final double P99_TO_P50 = 1.5;
    private static final double BYTES_TO_CHANGES = 1.3;
    private static final double FILES_A_BATCH = 3;
    private static final double CPU_AT_5M = 1.5;

    private final Results results;
    private final Map<String, Map<Contender, Double>> asked;

    /**
     * The report of some results.
     *
     * @param asked by number of keys and peer, how many times its records a second Durastream should reach
     */
    CountReport(Results results, Map<String, Map<Contender, Double>> asked) {
        this.results = results;
        this.asked = asked;
    }

    private String speed() {
        Table table = new Table(
                "keys",
                "contender",
                "records/s",
                "Durastream's ratio",
                "batch p50 / p95 / p99 / max ms",
                "CPU µs a record",
                "peak resident MB");
        for (String keys : results.variants()) {
            for (String contender : results.contenders(keys)) {
                table.row(
                        keys,
                        Contender.of(contender).title(),
                        number(keys, contender, RECORDS_A_SECOND, 0),
                        contender.equals(OURS)
                                ? ""
                                : Table.number(results.medianRatio(keys, OURS, contender, RECORDS_A_SECOND), 2),
                        String.join(
                                " / ",
                                number(keys, contender, "p50Millis", 0),
                                number(keys, contender, "p95Millis", 0),
                                number(keys, contender, "p99Millis", 0),
                                number(keys, contender, "maxMillis", 0)),
                        number(keys, contender, CPU_MICROS, 2),
                        number(keys, contender, PEAK_MEGABYTES, 0));
            }
        }
        return table.toString();
    }

    private String written() {
        Table table = new Table("keys", "contender", "KB a batch", "files a batch", "KB changed a batch");
        for (String keys : results.variants()) {
            for (String contender : results.contenders(keys)) {
                table.row(
                        keys,
                        Contender.of(contender).title(),
                        kilobytes(keys, contender, BYTES),
                        number(keys, contender, FILES, 1),
                        kilobytes(keys, contender, CHANGED_BYTES));
                for (String kind : KINDS) {
                    if (median(keys, contender, BYTES + "." + kind).isPresent()) {
                        table.row(
                                keys,
                                "– of it " + kind,
                                kilobytes(keys, contender, BYTES + "." + kind),
                                number(keys, contender, FILES + "." + kind, 2),
                                "");
                    }
                }
            }
        }
        return table.toString();
    }

    private Bars bars() {
        Bars bars = new Bars();
        for (String keys : results.variants()) {
            new TreeMap<>(asked.getOrDefault(keys, Map.of()))
                    .forEach((peer, ratio) -> bars.atLeast(
                            keys + " keys, records/s, ratio to " + peer.title(),
                            results.medianRatio(keys, OURS, peer.label(), RECORDS_A_SECOND),
                            ratio));
        }
        for (String keys : results.variants()) {
            bars.atMost(
                    keys + " keys, batch p99 to p50",
                    Table.ratio(median(keys, OURS, "p99Millis"), median(keys, OURS, "p50Millis")),
                    P99_TO_P50);
            bars.atMost(
                    keys + " keys, bytes a batch without snapshots, ratio to what changed",
                    Table.ratio(withoutSnapshots(keys), median(keys, OURS, CHANGED_BYTES)),
                    BYTES_TO_CHANGES);
            bars.atMost(keys + " keys, files a batch", median(keys, OURS, FILES), FILES_A_BATCH);
            bars.atMost(
                    keys + " keys, peak resident MB", median(keys, OURS, PEAK_MEGABYTES), CountRun.RESIDENT_MEGABYTES);
        }
        return bars.atMost(
                "CPU a record, 5m keys to 100k keys",
                Table.ratio(median("5m", OURS, CPU_MICROS), median("100k", OURS, CPU_MICROS)),
                CPU_AT_5M);
    }

    private OptionalDouble withoutSnapshots(String keys) {
        OptionalDouble all = median(keys, OURS, BYTES);
        OptionalDouble snapshots = median(keys, OURS, BYTES + "." + CheckpointFiles.SNAPSHOTS);
        return all.isPresent() ? OptionalDouble.of(all.getAsDouble() - snapshots.orElse(0)) : all;
    }

    private String number(String keys, String contender, String figure, int digits) {
        return Table.number(median(keys, contender, figure), digits);
    }

    private String kilobytes(String keys, String contender, String figure) {
        return Table.number(Table.scaled(median(keys, contender, figure), 1e-3), 0);
    }

    private OptionalDouble median(String keys, String contender, String figure) {
        return results.median(keys, contender, figure);
    }

    @Override
    public String toString() {
        return speed() + "\n" + written() + "\n" + bars();
    }
}
