package io.durastream.runtime.standby;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.LogState;
import io.durastream.runtime.standby.Readiness.Held;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Looks at the batch log again and again, and lets the copies of state follow. Used by one thread at a time. */
public final class HeadFollower {

    /** A batch log that others write to. */
    @FunctionalInterface
    public interface Head {
        /** The log as it is now. */
        LogState poll() throws IOException;
    }

    /** What would refuse a takeover of this state of the batch log. */
    @FunctionalInterface
    public interface Check {
        /** Throws what a takeover would. */
        void check(LogState head);
    }

    private final Head head;
    private final Optional<LoadedApplication> application;
    private final Check check;
    private final Copies copies;
    private final IntSupplier executors;
    private final StandbySettings settings;
    private final Clock clock;

    private Held held = Held.NOTHING;

    /** The log as of the last round over the copies, and when that began. */
    private long followedSequence;

    private long followedNanos;

    /**
     * Does nothing yet.
     *
     * @param application as loaded from the checkpoint; empty when it does not depend on what is there
     * @param executors how many are up
     */
    public HeadFollower(
            Head head,
            Optional<LoadedApplication> application,
            Check check,
            Copies copies,
            IntSupplier executors,
            StandbySettings settings,
            Clock clock) {
        this.head = head;
        this.application = application;
        this.check = check;
        this.copies = copies;
        this.executors = executors;
        this.settings = settings;
        this.clock = clock;
        this.followedNanos = clock.nanoTime() - settings.followMillis() * 1_000_000;
    }

    /**
     * Looks at the log, and follows if it is time to.
     *
     * @param report is told what there is now
     * @throws StaleException when the application has to be loaded anew
     * @throws RefusedException when a takeover would be refused
     * @throws Exception when something cannot be read, or brought here; the next round may be more lucky
     */
    void round(Consumer<Readiness> report) throws Exception {
        LogState now = look();
        follow(now);
        report.accept(new Readiness.Warm(committed(now), held, executors.getAsInt()));
    }

    /**
     * Looks at the log and does nothing else. Any thread.
     *
     * @return the log as it is now
     */
    synchronized LogState look() throws IOException, StaleException, RefusedException {
        LogState now = head.poll();
        if (application.isPresent()) {
            application.get().requireFresh(now);
        }
        try {
            check.check(now);
        } catch (RuntimeException e) {
            throw new RefusedException(e);
        }
        return now;
    }

    private void follow(LogState now) throws Exception {
        long begin = clock.nanoTime();
        boolean due = begin - followedNanos >= settings.followMillis() * 1_000_000;
        boolean upToDate =
                now.sequence() == followedSequence && held.behind() == 0 && held.copies() == held.partitions();
        if (due && !upToDate) {
            followedNanos = begin;
            held = copies.follow(now);
            followedSequence = now.sequence();
        }
    }

    private static OptionalLong committed(LogState now) {
        return now.lastCommitted().map(BatchTime::millis).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** Leaves the copies to whoever takes over. Any thread, also while a round goes on. */
    void close() {
        copies.close();
    }
}
