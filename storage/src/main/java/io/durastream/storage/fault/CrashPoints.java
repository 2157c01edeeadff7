package io.durastream.storage.fault;

import io.durastream.storage.fault.FaultPlan.Kind;
import io.durastream.storage.fault.FaultPlan.Moment;

/** Runs a scenario once for every storage operation that it performs, failing that operation. */
public final class CrashPoints {

    /** A scenario with more operations than this is not going to end. */
    private static final int MAX_OPERATIONS = 1_000_000;

    private CrashPoints() {}

    /** A scenario: work on fresh storage with the plan's fault in it, survive the fault, recover, check. */
    public interface Scenario {
        /** Runs the whole scenario once, under that plan. */
        void run(FaultPlan plan) throws Exception;
    }

    /**
     * Runs the scenario with a fault before and after operation 0, 1, 2 … until its fault does not fire any more.
     *
     * @return how many faults fired, for the test to assert that there were some
     * @throws AssertionError from the first run that failed, naming its fault
     */
    public static int enumerate(Kind kind, Scenario scenario) {
        int fired = 0;
        for (int number = 0; number < MAX_OPERATIONS; number++) {
            if (!fires(scenario, FaultPlan.at(number, Moment.BEFORE, kind))) {
                return fired;
            }
            fired++;
            // With the same number a fault AFTER may be missed only by a scenario that is not deterministic.
            if (fires(scenario, FaultPlan.at(number, Moment.AFTER, kind))) {
                fired++;
            }
        }
        throw new AssertionError("The scenario performs more than " + MAX_OPERATIONS + " operations");
    }

    private static boolean fires(Scenario scenario, FaultPlan plan) {
        try {
            scenario.run(plan);
        } catch (Exception | Error failure) {
            throw new AssertionError("Failed with the fault: " + plan, failure);
        }
        return plan.fired();
    }
}
