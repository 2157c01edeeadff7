package io.durastream.recovery.sim;

import io.durastream.storage.fault.SimulatedCrash;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets many threads take turns, so that a history is decided by its seed: one actor runs, and whenever it comes to a
 * {@link #step} or a wait it passes the turn to the next one, itself included. Time stands still while anybody can run
 * and jumps to the next wake-up when nobody can.
 *
 * <p>All state belongs to the actor whose turn it is; passing the turn publishes it.
 */
final class Scheduler {

    /** A history that takes more steps than this does not end. */
    private static final int MAX_STEPS = 100_000;

    private final SplittableRandom random;
    private final Executor threads;
    private final int stickiness;
    private final List<Actor> actors = new ArrayList<>();
    private final List<Actor> runnable = new ArrayList<>();
    private final Actor main;
    private volatile Actor running;
    private long nowMillis;
    private int steps;
    private @Nullable Throwable failure;

    /** The calling thread is the first actor. */
    Scheduler(SplittableRandom random, Executor threads) {
        this.random = random;
        this.threads = threads;
        this.stickiness = random.nextInt(20, 95);
        main = new Actor(null);
        main.thread = Thread.currentThread();
        actors.add(main);
        running = main;
    }

    /** What an actor does. */
    interface Body {
        void run() throws Exception;
    }

    /** Adds an actor of a process; it begins when its turn comes. */
    void spawn(SimProcess process, Body body) {
        Actor actor = new Actor(process);
        actors.add(actor);
        threads.execute(() -> live(actor, body));
    }

    long nowMillis() {
        return nowMillis;
    }

    int steps() {
        return steps;
    }

    /** Here another actor may go on. Throws when the process of this one has died. */
    void step() {
        pass();
    }

    /** Lets time pass for this actor. */
    void sleep(long millis) {
        running.wakeAt = nowMillis + Math.max(0, millis);
        pass();
    }

    /** Time that this actor works for: all others live through it too. */
    void work(long millis) {
        nowMillis += millis;
    }

    /** The actor that has the turn, for {@link #wake}. */
    Actor current() {
        return running;
    }

    /** Ends the sleep of an actor. */
    void wake(Actor actor) {
        actor.wakeAt = Math.min(actor.wakeAt, nowMillis);
    }

    boolean isAlive(SimProcess process) {
        return actors.stream().anyMatch(actor -> actor.process == process);
    }

    /** The history is not what it has to be: all actors end, and {@link #finish} throws this. */
    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    boolean failed() {
        return failure != null;
    }

    /** By the first actor: waits for the end of all others, which have been killed, and throws what went wrong. */
    void finish(Iterable<SimProcess> processes) throws Throwable {
        processes.forEach(SimProcess::kill);
        while (actors.size() > 1) {
            main.wakeAt = nowMillis + 1;
            turnTo(choose(), main);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void pass() {
        Actor self = running;
        self.endIfDead();
        if (++steps > MAX_STEPS) {
            fail(new AssertionError("The history does not end"));
        }
        turnTo(choose(), self);
        self.endIfDead();
    }

    private void turnTo(Actor next, Actor self) {
        if (next != self) {
            running = next;
            LockSupport.unpark(next.thread);
            self.awaitTurn();
        }
    }

    private Actor choose() {
        while (true) {
            runnable.clear();
            for (Actor actor : actors) {
                if (actor.runnableAt() <= nowMillis) {
                    runnable.add(actor);
                }
            }
            if (!runnable.isEmpty()) {
                boolean stay = runnable.contains(running) && random.nextInt(100) < stickiness;
                return stay ? running : runnable.get(random.nextInt(runnable.size()));
            }
            nowMillis = actors.stream().mapToLong(Actor::runnableAt).min().orElseThrow();
        }
    }

    private void live(Actor actor, Body body) {
        actor.thread = Thread.currentThread();
        actor.awaitTurn();
        try {
            actor.endIfDead();
            body.run();
        } catch (SimulatedCrash crash) {
            // The process has died.
        } catch (Throwable e) {
            fail(new AssertionError(actor.process + " failed at " + nowMillis + " ms", e));
        }
        actors.remove(actor);
        running = choose();
        LockSupport.unpark(running.thread);
    }

    /** One thread of a simulated process. */
    final class Actor {

        private final @Nullable SimProcess process;
        // Written by the thread itself, read by the one that passes it the turn.
        private volatile @Nullable Thread thread;
        private long wakeAt;

        private Actor(@Nullable SimProcess process) {
            this.process = process;
            this.wakeAt = nowMillis;
        }

        private long runnableAt() {
            if (process == null) {
                return wakeAt;
            }
            return process.isDead() || failed() ? nowMillis : Math.max(wakeAt, process.pausedUntil());
        }

        private void endIfDead() {
            if (process != null && (process.isDead() || failed())) {
                throw new SimulatedCrash("Process " + process + " has died");
            }
        }

        private void awaitTurn() {
            while (running != this) {
                LockSupport.park(this);
            }
        }
    }
}
