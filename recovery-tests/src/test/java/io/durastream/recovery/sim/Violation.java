package io.durastream.recovery.sim;

import java.util.function.Supplier;

/** A promise was broken. */
final class Violation extends AssertionError {

    private static final long serialVersionUID = 1;

    Violation(String what) {
        super(what);
    }

    Violation(String what, Throwable cause) {
        super(what, cause);
    }

    static void unless(boolean holds, Supplier<String> what) {
        if (!holds) {
            throw new Violation(what.get());
        }
    }

    /** Whether a failure is one, or was caused by one. */
    static boolean isIn(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof Violation)) {
            cause = cause.getCause();
        }
        return cause != null;
    }
}
