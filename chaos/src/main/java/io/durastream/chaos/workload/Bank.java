package io.durastream.chaos.workload;

import io.durastream.DStream;
import io.durastream.Duration;
import io.durastream.MapWithStateDStream;
import io.durastream.State;
import io.durastream.StateSpec;
import io.durastream.chaos.feed.NumberedText;
import io.durastream.chaos.ledger.Ledger;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.Optional;
import scala.Tuple2;

/**
 * {@link Workload#BANK}: a record is a transfer from the account of its first word to that of its second, of as much as it has
 * words.
 */
final class Bank {

    private static final String ID = Workload.BANK.id();

    private Bank() {}

    static void define(DStream<String> records, Duration batch, Ledger ledger) {
        MapWithStateDStream<String, Long, Long, Long> booked =
                records.flatMapToPair(Bank::bookings).mapWithState(StateSpec.function(Bank::book));
        booked.uid(ID);
        booked.stateSnapshots().map(Words::line).foreachRDD((rdd, time) -> ledger.writeSorted(ID, time, rdd.collect()));
    }

    private static Iterator<Tuple2<String, Long>> bookings(String record) {
        String[] words = NumberedText.content(record).split(" ", -1);
        long amount = words.length;
        return List.of(new Tuple2<>(words[0], -amount), new Tuple2<>(words[1], amount))
                .iterator();
    }

    private static Long book(String account, Optional<Long> amount, State<Long> balance) {
        long now = (balance.exists() ? balance.get() : 0) + amount.orElse(0L);
        balance.update(now);
        return now;
    }
}
