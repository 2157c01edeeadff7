package io.durastream.runtime.driver;

import io.durastream.checkpoint.BatchRecord;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.BatchTime;
import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down how far a driver has come since its start: lines of the recovery ledger that travel with the entries of
 * the batch log. Used by the batch thread alone.
 */
final class RecoveryLedger {

    private final Epoch epoch;
    private final Clock clock;
    private boolean firstBatch = true;
    private boolean caughtUp;

    RecoveryLedger(Epoch epoch, Clock clock) {
        this.epoch = epoch;
        this.clock = clock;
    }

    /** What is to be said in the entry that commits a batch. */
    List<BatchRecord> committing(BatchTime time, BatchTime next) {
        List<BatchRecord> events = new ArrayList<>();
        if (firstBatch) {
            firstBatch = false;
            events.add(event(Phase.FIRST_BATCH, "batch " + time.millis() + " ms"));
        }
        if (!caughtUp && clock.wallMillis() <= next.millis()) {
            caughtUp = true;
            events.add(event(Phase.CAUGHT_UP, "batch " + time.millis() + " ms"));
        }
        return events;
    }

    private BatchRecord event(Phase phase, String detail) {
        return new BatchRecord.RecoveryEvent(epoch, phase, clock.wallMillis(), detail);
    }
}
