package io.durastream.bench.state;

import java.util.concurrent.Semaphore;
import org.apache.spark.util.Clock;

/**
 * The machine's clock, on which spark-streaming's next batch falls due no sooner than the one before the last is done: one
 * batch runs and one waits. With more in its queue it would hold on to the data of all of them.
 */
public final class PacedClock implements Clock {

    private static final int BATCHES_AT_ONCE = 2;
    private static final Semaphore PLACES = new Semaphore(BATCHES_AT_ONCE);

    static void batchDone() {
        PLACES.release();
    }

    @Override
    public long getTimeMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long waitTillTime(long target) {
        try {
            PLACES.acquire();
            long left = target - System.currentTimeMillis();
            while (left > 0) {
                Thread.sleep(left);
                left = target - System.currentTimeMillis();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return System.currentTimeMillis();
    }
}
