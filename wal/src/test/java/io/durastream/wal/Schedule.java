package io.durastream.wal;

import io.durastream.storage.fault.Operation;
import io.durastream.storage.fault.OperationHook;
import io.durastream.storage.fault.SimulatedCrash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs actors one storage operation at a time, in the order that a chooser decides: each actor is a thread that waits
 * before each of its operations until it is chosen, so exactly one of them runs at any moment.
 */
final class Schedule implements OperationHook {

    /** Picks one of the actors that have not finished. */
    interface Chooser {
        String choose(List<String> unfinished);
    }

    /** What may happen to an operation. */
    interface Faults {
        boolean failsBefore(Operation operation);

        boolean failsAfter(Operation operation);
    }

    /** What an actor does. */
    interface Script {
        void run() throws Exception;
    }

    private final Map<String, Actor> actors = new LinkedHashMap<>();
    private final Semaphore schedulerTurn = new Semaphore(0);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final @Nullable Faults faults;

    Schedule(@Nullable Faults faults) {
        this.faults = faults;
    }

    /** @param client the name of the actor's storage client */
    void actor(String client, Script script) {
        actors.put(client, new Actor(script));
    }

    /** Runs all actors to their ends. */
    void run(Chooser chooser) throws Exception {
        actors.values().forEach(actor -> actor.thread.start());
        for (List<String> left = unfinished(); !left.isEmpty(); left = unfinished()) {
            Actor next = java.util.Objects.requireNonNull(actors.get(chooser.choose(left)));
            next.turn.release();
            schedulerTurn.acquire();
        }
        for (Actor actor : actors.values()) {
            actor.thread.join();
        }
        Throwable failed = failure.get();
        if (failed != null) {
            throw new AssertionError("An actor failed", failed);
        }
    }

    @Override
    public void before(Operation operation) throws IOException {
        Actor actor = actors.get(operation.client());
        if (actor != null) {
            schedulerTurn.release();
            actor.turn.acquireUninterruptibly();
            if (faults != null && faults.failsBefore(operation)) {
                throw new IOException("Injected before " + operation);
            }
        }
    }

    @Override
    public void after(Operation operation) throws IOException {
        if (faults != null && actors.containsKey(operation.client()) && faults.failsAfter(operation)) {
            throw new IOException("Injected after " + operation);
        }
    }

    private List<String> unfinished() {
        List<String> names = new ArrayList<>();
        actors.forEach((name, actor) -> {
            if (!actor.finished) {
                names.add(name);
            }
        });
        return names;
    }

    private final class Actor {

        final Semaphore turn = new Semaphore(0);
        final Thread thread;
        // Written by the actor's thread before it gives the turn back to the scheduler's.
        volatile boolean finished;

        Actor(Script script) {
            thread = new Thread(() -> {
                turn.acquireUninterruptibly();
                try {
                    script.run();
                } catch (SimulatedCrash crash) {
                    // The actor's process died, as the schedule wanted.
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
                finished = true;
                schedulerTurn.release();
            });
            thread.setDaemon(true);
        }
    }
}
