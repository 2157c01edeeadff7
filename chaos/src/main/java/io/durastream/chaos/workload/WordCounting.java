package io.durastream.chaos.workload;

import io.durastream.DStream;
import io.durastream.Duration;
import io.durastream.chaos.ledger.Ledger;
import java.util.List;
import org.apache.spark.api.java.Optional;

/** {@link Workload#WORD_COUNT}. */
final class WordCounting {

    private static final String ID = Workload.WORD_COUNT.id();

    private WordCounting() {}

    static void define(DStream<String> records, Duration batch, Ledger ledger) {
        Words.ones(records)
                .updateStateByKey(WordCounting::count)
                .uid(ID)
                .map(Words::line)
                .foreachRDD((rdd, time) -> ledger.writeSorted(ID, time, rdd.collect()));
    }

    private static Optional<Long> count(List<Long> ones, Optional<Long> before) {
        long sum = before.orElse(0L);
        for (long one : ones) {
            sum += one;
        }
        return Optional.of(sum);
    }
}
