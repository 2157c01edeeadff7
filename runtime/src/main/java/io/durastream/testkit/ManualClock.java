package io.durastream.testkit;

import io.durastream.runtime.driver.BatchTimer;
import io.durastream.runtime.driver.SystemBatchTimer;
import io.durastream.storage.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The clock of one driver, turned by a test. Wall time stands still in between; monotonic time is the machine's, so that
 * time-outs and back-off work as ever. The driver's threads read it and wait for it, the test's thread turns it.
 */
final class ManualClock implements Clock, BatchTimer {

    private static final long NOT_WAITING = Long.MIN_VALUE;

    private final Clock machine = Clock.system();
    private final SystemBatchTimer pauses = new SystemBatchTimer(machine);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Written under the lock, read without: whoever asks for the time may hold locks of its own. */
    private volatile long now;

    /** What follows is guarded by the lock. */
    private long waitingFor = NOT_WAITING;

    private boolean abandoned;

    /** How often {@link #wake} was called, and up to which of the calls the driver has looked whether it is to end. */
    private int wakes;

    private int seenWakes;

    ManualClock(long now) {
        this.now = now;
    }

    @Override
    public long wallMillis() {
        return now;
    }

    @Override
    public long nanoTime() {
        return machine.nanoTime();
    }

    @Override
    public void sleep(long millis) throws InterruptedException {
        machine.sleep(millis);
    }

    /** @throws InterruptedException when the test {@linkplain #abandon abandons} the driver */
    @Override
    public boolean awaitDue(long wallMillis, BooleanSupplier giveUp) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!givesUp(giveUp)) {
                if (abandoned) {
                    throw new InterruptedException("The test lets this driver die");
                }
                if (now >= wallMillis) {
                    return true;
                }
                waitingFor = wallMillis;
                changed.signalAll();
                changed.await();
            }
            return false;
        } finally {
            waitingFor = NOT_WAITING;
            lock.unlock();
        }
    }

    private boolean givesUp(BooleanSupplier giveUp) {
        seenWakes = wakes;
        return giveUp.getAsBoolean();
    }

    @Override
    public void pause(long millis, BooleanSupplier giveUp) throws InterruptedException {
        pauses.pause(millis, giveUp);
    }

    @Override
    public void wake() {
        pauses.wake();
        lock.lock();
        try {
            wakes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often somebody wanted the driver to look whether it is to end. */
    int wakes() {
        lock.lock();
        try {
            return wakes;
        } finally {
            lock.unlock();
        }
    }

    /** Turns the clock on. */
    void advanceTo(long wallMillis) {
        lock.lock();
        try {
            if (wallMillis < now) {
                throw new IllegalArgumentException(
                        "The clock shows " + now + " ms and cannot go back to " + wallMillis);
            }
            now = wallMillis;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the driver, without a commit, when it waits for the time, now or later. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** When the next batch falls due. Only to be asked when the driver is idle. */
    long nextDue() {
        lock.lock();
        try {
            return waitingFor;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the driver waits for a time to come, having done all that was due.
     *
     * @return false when it did not come to that within {@code millis} of the machine's time
     */
    boolean awaitIdle(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long rest = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!isIdle() && rest > 0) {
                rest = changed.awaitNanos(rest);
            }
            return isIdle();
        } finally {
            lock.unlock();
        }
    }

    private boolean isIdle() {
        return waitingFor > now && seenWakes == wakes;
    }
}
