package io.durastream.testkit;

import io.durastream.Time;
import io.durastream.runtime.graph.OutputRunner;
import org.jspecify.annotations.Nullable;

/** One driver of a test, from its start to its end: its clock, and where it is to die. */
final class TestDriver {

    private final ManualClock clock;

    /** Written by the test's thread, read by the batch thread. */
    private volatile @Nullable CrashPoint crash;

    /** Written by the batch thread, read by the test's thread for its messages. */
    private volatile @Nullable Work work;

    /** @param now what its clock shows first */
    TestDriver(long now) {
        this.clock = new ManualClock(now);
    }

    ManualClock clock() {
        return clock;
    }

    /** Lets this driver die there. Nothing that it did not commit before will ever be. */
    void crash(CrashPoint point) {
        if (point == CrashPoint.BETWEEN_BATCHES) {
            clock.abandon();
        } else {
            crash = point;
        }
    }

    OutputRunner around(OutputRunner runner) {
        return (time, outputs) -> {
            work = new Work(time, Thread.currentThread());
            dieAt(CrashPoint.BEFORE_OUTPUTS, time);
            runner.run(time, outputs);
            dieAt(CrashPoint.AFTER_OUTPUTS, time);
            work = null;
        };
    }

    /** What this driver does now, with the stack of the thread that does it. */
    Throwable whereabouts() {
        Work now = work;
        if (now == null) {
            return new Throwable("No output runs; the driver plans, advances state, commits or recovers");
        }
        Throwable stack = new Throwable("The outputs of batch " + now.time + " run in thread '" + now.thread.getName()
                + "', whose stack this is");
        stack.setStackTrace(now.thread.getStackTrace());
        return stack;
    }

    /** An interruption is how a batch thread ends without a commit, wherever it is. */
    private void dieAt(CrashPoint point, Time time) throws InterruptedException {
        if (crash == point) {
            throw new InterruptedException("The test lets this driver die in batch " + time + ", " + point);
        }
    }

    private record Work(Time time, Thread thread) {}
}
