package io.durastream.chaos.run;

import io.durastream.chaos.check.Struck;
import io.durastream.chaos.fault.Faults;
import io.durastream.chaos.fault.Injury;
import io.durastream.chaos.schedule.Schedule;
import io.durastream.chaos.schedule.Strike;
import io.durastream.chaos.stage.Stage;
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

/** Does what a schedule says at its times, and undoes it. One thread. */
final class Nemesis {

    private final Stage stage;
    private final Clock clock;
    private final Deque<Strike> next;
    private final List<Wound> open = new ArrayList<>();
    private final List<Struck> struck = new ArrayList<>();
    private final long startedNanos;

    private static final class Wound {
        private final Strike strike;
        private final Injury injury;
        private final long startedMillis;
        private Optional<String> proof = Optional.empty();

        Wound(Strike strike, Injury injury, long startedMillis) {
            this.strike = strike;
            this.injury = injury;
            this.startedMillis = startedMillis;
        }

        /** The first proof is kept: a fault that worked may be gone when it is asked again. */
        void look() {
            proof = proof.or(injury::proof);
        }
    }

    /** Its time begins now. */
    Nemesis(Schedule schedule, Stage stage, Clock clock) {
        this.stage = stage;
        this.clock = clock;
        this.next = new ArrayDeque<>(schedule.strikes());
        this.startedNanos = clock.nanoTime();
    }

    /** Heals what is due, and strikes what is due. */
    void tick() throws IOException, InterruptedException {
        long now = elapsedMillis();
        for (Iterator<Wound> wounds = open.iterator(); wounds.hasNext(); ) {
            Wound wound = wounds.next();
            wound.look();
            if (wound.strike.untilMillis() <= now) {
                wound.injury.heal();
                struck.add(new Struck(wound.strike, wound.startedMillis, clock.wallMillis(), wound.proof));
                wounds.remove();
            }
        }
        if (!next.isEmpty() && next.element().atMillis() <= now) {
            strike(next.remove());
        }
    }

    private void strike(Strike strike) throws IOException, InterruptedException {
        long started = clock.wallMillis();
        Injury injury = Faults.named(strike.fault()).start(stage, new SplittableRandom(strike.seed()));
        Wound wound = new Wound(strike, injury, started);
        wound.look();
        open.add(wound);
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
                : String.join(", ", open.stream().map(wound -> wound.strike.fault()).toList());
    }

    private long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - startedNanos);
    }
}
