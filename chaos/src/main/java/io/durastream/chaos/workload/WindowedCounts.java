package io.durastream.chaos.workload;

import io.durastream.DStream;
import io.durastream.Duration;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.chaos.oracle.WindowOracle;

/** {@link Workload#WINDOW}. */
final class WindowedCounts {

    private static final String ID = Workload.WINDOW.id();
    private static final int PARTITIONS = 2;

    private WindowedCounts() {}

    static void define(DStream<String> records, Duration batch, Ledger ledger) {
        Words.ones(records)
                .reduceByKeyAndWindow(
                        Long::sum,
                        (total, left) -> total - left,
                        batch.times(WindowOracle.WINDOW_BATCHES),
                        batch.times(WindowOracle.SLIDE_BATCHES),
                        PARTITIONS,
                        total -> total._2() != 0)
                .uid(ID)
                .map(Words::line)
                .foreachRDD((rdd, time) -> ledger.writeSorted(ID, time, rdd.collect()));
    }
}
