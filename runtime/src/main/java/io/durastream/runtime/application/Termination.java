package io.durastream.runtime.application;

import io.durastream.runtime.driver.FencedException;
import io.durastream.runtime.graph.UserCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The end of a context, for which threads may wait from before its start on. All methods may be called by any thread. */
public final class Termination {

    private final CountDownLatch ended = new CountDownLatch(1);

    /** Written by the batch thread before the end, read by whoever waited for that, or stops the context. */
    private volatile @Nullable Throwable failure;

    /** Notes why the application ends by itself. */
    void fail(Throwable reason) {
        failure = reason;
    }

    /** Lets go whoever waits. */
    public void end() {
        ended.countDown();
    }

    /** Why the application ended by itself; null while it runs, or when it was stopped. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Whether it ended, or is about to, because another driver has taken over. */
    public boolean isFenced() {
        return failure instanceof FencedException || failure instanceof LeadershipLostException;
    }

    /** Waits for the end; throws the failure, as it is, each time it is called. */
    public void await() throws InterruptedException {
        ended.await();
        rethrow();
    }

    /** Waits for the end at most so long, and tells whether it has come; throws the failure if that has. */
    public boolean await(long timeoutMillis) throws InterruptedException {
        boolean over = ended.await(timeoutMillis, TimeUnit.MILLISECONDS);
        if (over) {
            rethrow();
        }
        return over;
    }

    private void rethrow() {
        Throwable reason = failure;
        if (reason instanceof Error error) {
            throw error;
        }
        if (reason instanceof Exception exception) {
            throw UserCode.rethrow(exception);
        }
    }
}
