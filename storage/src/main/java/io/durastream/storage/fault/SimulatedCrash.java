package io.durastream.storage.fault;

/**
 * The process of the caller has died, in the simulation. An {@link Error}, so that no handler of exceptions goes on
 * working in a dead process; only the test that made the crash catches it.
 */
public final class SimulatedCrash extends Error {

    /** Says which operation crashed. */
    public SimulatedCrash(String message) {
        // Thousands of crashes a second: a stack trace each would be most of the cost.
        super(message, null, false, false);
    }
}
