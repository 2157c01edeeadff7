package io.durastream.bench.state;

import static io.durastream.bench.state.CountMeasurement.BYTES;
import static io.durastream.bench.state.CountMeasurement.CHANGED_BYTES;
import static io.durastream.bench.state.CountMeasurement.CPU_MICROS;
import static io.durastream.bench.state.CountMeasurement.FILES;
import static io.durastream.bench.state.CountMeasurement.PEAK_MEGABYTES;
import static io.durastream.bench.state.CountMeasurement.RECORDS_A_SECOND;

import io.durastream.bench.report.Results;
import io.durastream.bench.report.Table;
import java.util.List;
import java.util.OptionalDouble;

/** The tables of a {@link CountWorkload}: how fast, and what was written. */
final class CountReport {

    private static final String OURS = Contender.DURASTREAM.label();
    private static final List<String> KINDS =
            List.of(CheckpointFiles.BATCH_LOG, CheckpointFiles.CHANGELOG, CheckpointFiles.SNAPSHOTS);

    private final Results results;

    CountReport(Results results) {
        this.results = results;
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

    private String number(String keys, String contender, String figure, int digits) {
        return Table.number(median(keys, contender, figure), digits);
    }

    private String kilobytes(String keys, String contender, String figure) {
        return Table.number(Table.divided(median(keys, contender, figure), 1_000), 0);
    }

    private OptionalDouble median(String keys, String contender, String figure) {
        return results.median(keys, contender, figure);
    }

    @Override
    public String toString() {
        return speed() + "\n" + written();
    }
}
