package io.durastream.chaos.run;

import io.durastream.chaos.check.Struck;
import io.durastream.chaos.fault.Faults;
import io.durastream.chaos.fault.Injury;
import io.durastream.chaos.schedule.Schedule;
import io.durastream.chaos.schedule.Strike;
import io.durastream.chaos.stage.Stage;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.LogState;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Does what a schedule says at its times, and undoes it. The time of the schedule stands still while the application recovers, except
 * for what is meant to hit a recovery: so a slow machine does not have all faults at once. One thread.
 */
final class Nemesis {

    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final long LONGEST_OVERDUE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long NOT_WAITING = Long.MIN_VALUE;

    private final Stage stage;
    private final Clock clock;
    private final Deque<Strike> next;
    private final List<Wound> open = new ArrayList<>();
    private final List<Struck> struck = new ArrayList<>();
    private final LongSupplier committed;
    private final long startedNanos;
    private long stoodStillNanos;
    /** The last committed batch when something was done or healed last. */
    private long committedThen;

    private long waitingSinceNanos = NOT_WAITING;

    private static final class Wound {
        private final Strike strike;
        private final Injury injury;
        private final long startedMillis;
        private final long healNanos;
        private Optional<String> proof = Optional.empty();

        Wound(Strike strike, Injury injury, long startedMillis, long healNanos) {
            this.strike = strike;
            this.injury = injury;
            this.startedMillis = startedMillis;
            this.healNanos = healNanos;
        }

        /** The last proof is kept: a fault that worked may be gone when it is asked again. */
        void look() {
            proof = injury.proof().or(() -> proof);
        }
    }

    /**
     * Its time begins now.
     *
     * @param committed the time of the last committed batch
     */
    Nemesis(Schedule schedule, Stage stage, Clock clock, LongSupplier committed) {
        this.stage = stage;
        this.clock = clock;
        this.committed = committed;
        this.next = new ArrayDeque<>(schedule.strikes());
        this.startedNanos = clock.nanoTime();
    }

    /** Heals what is due, and strikes what is due. */
    void tick() throws IOException, InterruptedException {
        for (Iterator<Wound> wounds = open.iterator(); wounds.hasNext(); ) {
            Wound wound = wounds.next();
            wound.look();
            if (isToHeal(wound)) {
                wound.injury.heal();
                wound.look();
                rememberCommitted();
                struck.add(new Struck(wound.strike, wound.startedMillis, clock.wallMillis(), wound.proof));
                wounds.remove();
            }
        }
        if (!next.isEmpty() && next.element().atMillis() <= elapsedMillis() && isItsTurn(next.element())) {
            strike(next.remove());
        }
    }

    /** What has not shown itself yet, on a slow machine, gets more time. */
    private boolean isToHeal(Wound wound) {
        long overdue = clock.nanoTime() - wound.healNanos;
        return overdue >= 0 && (wound.proof.isPresent() || overdue >= LONGEST_OVERDUE_NANOS);
    }

    private boolean isItsTurn(Strike strike) {
        if (strike.composed()) {
            return true;
        }
        long now = clock.nanoTime();
        if (waitingSinceNanos == NOT_WAITING) {
            waitingSinceNanos = now;
        }
        boolean back = open.isEmpty() && committed.getAsLong() > committedThen;
        boolean turn = back || now - waitingSinceNanos > LONGEST_WAIT_NANOS;
        if (turn) {
            stoodStillNanos += now - waitingSinceNanos;
            waitingSinceNanos = NOT_WAITING;
        }
        return turn;
    }

    private void strike(Strike strike) throws IOException, InterruptedException {
        long started = clock.wallMillis();
        Injury injury = Faults.named(strike.fault()).start(stage, new SplittableRandom(strike.seed()));
        rememberCommitted();
        long heal = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(strike.lastsMillis());
        Wound wound = new Wound(strike, injury, started, heal);
        wound.look();
        open.add(wound);
    }

    /** From the log itself: what was seen of it last is older than what was just done. */
    private void rememberCommitted() {
        long now = stage.log()
                .flatMap(LogState::lastCommitted)
                .map(BatchTime::millis)
                .orElse(0L);
        committedThen = Math.max(committedThen, now);
    }

    /** Whether all is done and healed. */
    boolean isOver() {
        return next.isEmpty() && open.isEmpty();
    }

    /** What was done and healed so far. */
    List<Struck> struck() {
        return List.copyOf(struck);
    }

    /** What is there now, for a line of status. */
    String now() {
        return open.isEmpty()
                ? "-"
                : String.join(
                        ", ", open.stream().map(wound -> wound.strike.fault()).toList());
    }

    private long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - startedNanos - stoodStillNanos);
    }
}
