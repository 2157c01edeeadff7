package io.durastream.runtime.driver;

import java.util.function.BooleanSupplier;

/** Lets time pass for the batch thread. A port, because tests turn the clock by hand and simulations have no threads. */
public interface BatchTimer {

    /**
     * Waits until the clock shows {@code wallMillis} or {@code giveUp} is true, which is looked at at the beginning and
     * after every {@link #wake()}.
     *
     * @return whether the moment has come
     */
    boolean awaitDue(long wallMillis, BooleanSupplier giveUp) throws InterruptedException;

    /** Waits for that long, whatever the clock shows, or until {@code giveUp}, as in {@link #awaitDue}. */
    void pause(long millis, BooleanSupplier giveUp) throws InterruptedException;

    /** Makes a waiting thread look at its condition. Called by any thread. */
    void wake();
}
