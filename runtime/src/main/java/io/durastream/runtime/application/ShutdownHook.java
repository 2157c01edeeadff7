package io.durastream.runtime.application;

import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/** Stops something when the JVM ends: a context before Spark's own hook stops the SparkContext under it. */
public final class ShutdownHook {

    /** Higher runs first; Spark's hook is at 40, and stops the SparkContext. */
    private static final int BEFORE_SPARK = 50;

    private static final int AFTER_SPARK = 30;

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
        return add(stop, BEFORE_SPARK, timeoutMillis);
    }

    /** Has done when the JVM ends what must not be before contexts and SparkContexts are stopped. */
    public static ShutdownHook addLast(Runnable stop, long timeoutMillis) {
        return add(stop, AFTER_SPARK, timeoutMillis);
    }

    private static ShutdownHook add(Runnable stop, int priority, long timeoutMillis) {
        ShutdownHookManager.get().addShutdownHook(stop, priority, timeoutMillis, TimeUnit.MILLISECONDS);
        return new ShutdownHook(stop);
    }

    /** Nothing once the JVM is about to end. Idempotent. */
    public void remove() {
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(stop);
        }
    }
}
