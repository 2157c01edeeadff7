package io.durastream.runtime.standby;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.LogState;
import io.durastream.runtime.standby.Readiness.Held;
import io.durastream.runtime.state.StatePlaces;
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
    private final Optional<HeldExecutors> held;
    private final IntSupplier executors;
    private final StandbySettings settings;
    private final Clock clock;

    private Held copied = Held.NOTHING;

    /** The log as of the last round over the copies, and when that began. */
    private long followedSequence = -1;

    private long followedNanos;

    /**
     * Does nothing yet.
     *
     * @param application as loaded from the checkpoint; empty when it does not depend on what is there
     * @param held where the standby is to have fewer executors than the application
     * @param executors how many are up
     */
    public HeadFollower(
            Head head,
            Optional<LoadedApplication> application,
            Check check,
            Copies copies,
            Optional<HeldExecutors> held,
            IntSupplier executors,
            StandbySettings settings,
            Clock clock) {
        this.head = head;
        this.application = application;
        this.check = check;
        this.copies = copies;
        this.held = held;
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
        held.ifPresent(HeldExecutors::hold);
        follow(now);
        report.accept(new Readiness.Warm(committed(now), copied, executors.getAsInt()));
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
                now.sequence() == followedSequence && copied.behind() == 0 && copied.copies() == copied.partitions();
        if (due && !upToDate) {
            followedNanos = begin;
            copied = copies.follow(now);
            followedSequence = now.sequence();
        }
    }

    private static OptionalLong committed(LogState now) {
        return now.lastCommitted().map(BatchTime::millis).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** Lets a round that goes on end soon, and leaves the copies to who takes over. Any thread. */
    void close() {
        copies.close();
    }

    /**
     * After {@link #close}, when this process takes over: asks for all executors.
     *
     * @return where the copies are
     */
    StatePlaces lead() {
        held.ifPresent(HeldExecutors::release);
        return copies.places();
    }

    /** After {@link #close}, when it does not. */
    void giveUp() {
        copies.giveUp();
    }
}
