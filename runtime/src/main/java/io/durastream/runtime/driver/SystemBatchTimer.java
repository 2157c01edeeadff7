package io.durastream.runtime.driver;

import io.durastream.storage.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Waits on the machine's clock. */
public final class SystemBatchTimer implements BatchTimer {

    /** Wall time may jump: it is looked at again at least so often. */
    private static final long LONGEST_WAIT_MILLIS = 1_000;

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();

    public SystemBatchTimer(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean awaitDue(long wallMillis, BooleanSupplier giveUp) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!giveUp.getAsBoolean()) {
                long rest = wallMillis - clock.wallMillis();
                if (rest <= 0) {
                    return true;
                }
                // Either a wake-up or the time: both are looked at anew.
                boolean ignored = woken.await(Math.min(rest, LONGEST_WAIT_MILLIS), TimeUnit.MILLISECONDS);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void pause(long millis, BooleanSupplier giveUp) throws InterruptedException {
        long end = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lockInterruptibly();
        try {
            long rest = end - clock.nanoTime();
            while (rest > 0 && !giveUp.getAsBoolean()) {
                rest = woken.awaitNanos(rest);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void wake() {
        lock.lock();
        try {
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
