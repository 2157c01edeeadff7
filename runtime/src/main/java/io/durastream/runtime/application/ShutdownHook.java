package io.durastream.runtime.application;

import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/** Stops a context when the JVM ends, before Spark's own hook stops the SparkContext under it. */
public final class ShutdownHook {

    /** Higher runs first; Spark's hook is at 40, and stops the SparkContext. */
    private static final int PRIORITY = 50;

    private final Runnable stop;

    private ShutdownHook(Runnable stop) {
        this.stop = stop;
    }

    /**
     * Has a context stopped when the JVM ends.
     *
     * @param timeoutMillis how long that may hold the end up
     */
    public static ShutdownHook add(Runnable stop, long timeoutMillis) {
        ShutdownHookManager.get().addShutdownHook(stop, PRIORITY, timeoutMillis, TimeUnit.MILLISECONDS);
        return new ShutdownHook(stop);
    }

    /** Nothing once the JVM is about to end. Idempotent. */
    public void remove() {
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(stop);
        }
    }
}
