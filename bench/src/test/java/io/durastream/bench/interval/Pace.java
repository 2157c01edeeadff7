package io.durastream.bench.interval;

import io.durastream.bench.process.Batch;
import io.durastream.bench.report.Percentiles;
import java.util.List;

/**
 * How batches kept their times.
 *
 * @param delays how much later than due batches began, in milliseconds, in the order of the batches
 */
record Pace(List<Long> delays) {

    static Pace of(List<Batch> batches) {
        return new Pace(batches.stream().map(Batch::delayMillis).toList());
    }

    /** Whether no batch began later than an interval after it was due, and the delay did not grow by half of one. */
    boolean holds(long intervalMillis) {
        int quarter = delays.size() / 4;
        if (quarter == 0) {
            return false;
        }
        long first = Percentiles.of(delays.subList(0, quarter)).p50();
        long last = Percentiles.of(delays.subList(delays.size() - quarter, delays.size()))
                .p50();
        return Percentiles.of(delays).max() <= intervalMillis && last - first <= intervalMillis / 2;
    }

    Percentiles percentiles() {
        return Percentiles.of(delays);
    }
}
