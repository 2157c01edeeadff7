package io.durastream.recovery.sim;

import io.durastream.storage.fault.DelayedEffect;

/** Tells what the simulation did from what the code under test has done to itself. */
final class Failures {

    private Failures() {}

    static boolean isInjected(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Faults.InjectedFailure || cause instanceof DelayedEffect) {
                return true;
            }
        }
        return false;
    }
}
