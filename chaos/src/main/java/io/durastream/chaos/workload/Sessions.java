package io.durastream.chaos.workload;

import io.durastream.DStream;
import io.durastream.Duration;
import io.durastream.State;
import io.durastream.StateSpec;
import io.durastream.Time;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.chaos.oracle.SessionsOracle;
import org.apache.spark.api.java.Optional;

/** {@link Workload#SESSIONS}. */
final class Sessions {

    private static final String ID = Workload.SESSIONS.id();

    private Sessions() {}

    static void define(DStream<String> records, Duration batch, Ledger ledger) {
        Words.ones(records)
                .mapWithState(StateSpec.function(Sessions::see).timeout(batch.times(SessionsOracle.TIMEOUT_BATCHES)))
                .uid(ID)
                .foreachRDD((rdd, time) -> ledger.writeSorted(ID, time, rdd.collect()));
    }

    private static Optional<String> see(Time time, String word, Optional<Long> one, State<Long> seen) {
        String who = time.milliseconds() + "\t" + word + "\t";
        if (seen.isTimingOut()) {
            return Optional.of(who + "timed out at " + seen.get());
        }
        long now = (seen.exists() ? seen.get() : 0) + one.get();
        if (now == SessionsOracle.REMOVED_AT) {
            seen.remove();
            return Optional.of(who + "removed");
        }
        seen.update(now);
        return Optional.of(who + now);
    }
}
