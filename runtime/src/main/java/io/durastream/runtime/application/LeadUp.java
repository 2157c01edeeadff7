package io.durastream.runtime.application;

import io.durastream.checkpoint.BatchRecord;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.storage.Epoch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What came before the takeover of a checkpoint directory by this JVM, to be written down with it: an election, and what led
 * to it. Static for the reason that {@link ActiveApplication} is. All methods may be called by any thread.
 */
public final class LeadUp {

    private record Step(Phase phase, long wallMillis, String detail) {}

    /** Guarded by itself. */
    private static final List<Step> STEPS = new ArrayList<>();

    private LeadUp() {}

    /**
     * Notes a step.
     *
     * @param wallMillis when, by the clock of who saw it
     * @param detail for people
     */
    public static void note(Phase phase, long wallMillis, String detail) {
        synchronized (STEPS) {
            STEPS.add(new Step(phase, wallMillis, detail));
        }
    }

    /** The steps in their order, for the ledger. They belong to the first takeover that asks, and to no later one. */
    static List<BatchRecord> take(Epoch epoch) {
        synchronized (STEPS) {
            List<BatchRecord> events = STEPS.stream()
                    .sorted(Comparator.comparing(Step::phase))
                    .<BatchRecord>map(step ->
                            new BatchRecord.RecoveryEvent(epoch, step.phase(), step.wallMillis(), step.detail()))
                    .toList();
            STEPS.clear();
            return events;
        }
    }
}
