package io.durastream.bench.state;

import static io.durastream.bench.state.Contender.DURASTREAM;
import static io.durastream.bench.state.Contender.SPARK_BATCH;
import static io.durastream.bench.state.Contender.SPARK_DEFAULT;
import static io.durastream.bench.state.Contender.STRUCTURED;

import io.durastream.bench.report.Recorder;
import io.durastream.bench.report.Results;
import io.durastream.bench.report.Workload;
import io.durastream.bench.state.CountWork.Operator;
import java.util.List;
import java.util.Map;

/**
 * Batches as fast as they can follow each other.
 *
 * @param name of the workload
 * @param operator the kind of state
 * @param sizes numbers of keys, unless told otherwise
 * @param contenders who can do it
 * @param asked by number of keys and peer, how many times its records a second Durastream should reach
 */
public record CountWorkload(
        String name,
        Operator operator,
        List<Long> sizes,
        List<Contender> contenders,
        Map<String, Map<Contender, Double>> asked)
        implements Workload<CountOptions> {

    /** {@code mapWithState} and its counterparts. */
    public static CountWorkload keyedCount() {
        return new CountWorkload(
                "keyed-count",
                Operator.MAP_WITH_STATE,
                List.of(100_000L, 1_000_000L, 5_000_000L),
                List.of(DURASTREAM, SPARK_BATCH, SPARK_DEFAULT, STRUCTURED),
                Map.of(
                        "100k", Map.of(SPARK_BATCH, 1.0),
                        "1m", Map.of(SPARK_BATCH, 2.5, SPARK_DEFAULT, 1.0, STRUCTURED, 3.0),
                        "5m", Map.of(SPARK_BATCH, 5.0, SPARK_DEFAULT, 1.3, STRUCTURED, 3.5)));
    }

    /** {@code updateStateByKey}, which Structured Streaming does not have. */
    public static CountWorkload updateState() {
        return new CountWorkload(
                "update-state",
                Operator.UPDATE_STATE_BY_KEY,
                List.of(1_000_000L),
                List.of(DURASTREAM, SPARK_BATCH),
                Map.of("1m", Map.of(SPARK_BATCH, 3.0)));
    }

    @Override
    public void measure(CountOptions options, Recorder recorder) throws Exception {
        for (long keys : options.keys(sizes)) {
            for (int round = 1; round <= options.rounds(); round++) {
                for (Contender contender : options.among(contenders)) {
                    CountWork work = CountWork.locally(
                            contender,
                            operator,
                            keys,
                            options.records(),
                            0,
                            options.settings(contender),
                            recorder.place(name + "-" + contender.label()));
                    recorder.record(
                            name,
                            CountOptions.label(keys),
                            contender.label(),
                            round,
                            () -> options.measurement().of(work));
                }
            }
        }
    }

    @Override
    public String report(Results results) {
        return new CountReport(results, asked).toString();
    }
}
