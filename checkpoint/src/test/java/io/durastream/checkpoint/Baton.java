package io.durastream.checkpoint;

import io.durastream.storage.fault.SimulatedCrash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Runs several clients so that only one of them moves at a time, from one storage operation to the next, and the test
 * decides which. A history is its choices.
 */
final class Baton {

    private final Map<String, Client> clients = new LinkedHashMap<>();
    /** Released by a client's thread when it stops at an operation or ends, awaited by the test's thread. */
    private final Semaphore stopped = new Semaphore(0);

    /** Adds a client that has not moved yet. */
    void start(String name, Runnable life) {
        Client client = new Client(life);
        clients.put(name, client);
        client.thread.start();
    }

    /** Called by a client's thread before each operation. */
    void await(String name) {
        Client client = clients.get(name);
        if (client != null && Thread.currentThread() == client.thread) {
            stopped.release();
            client.go.acquireUninterruptibly();
        }
    }

    /** Who has not ended, in the order of starting. */
    List<String> alive() {
        List<String> alive = new ArrayList<>();
        clients.forEach((name, client) -> {
            if (!client.ended) {
                alive.add(name);
            }
        });
        return alive;
    }

    /** Lets a client move to its next operation, or to its end. */
    void move(String name) {
        Client client = clients.get(name);
        if (client == null || client.ended) {
            return;
        }
        client.go.release();
        stopped.acquireUninterruptibly();
        Throwable failure = client.failure;
        if (failure != null) {
            throw new AssertionError(name + " failed", failure);
        }
    }

    /** Lets a client move {@code operations} times, or to its end. */
    void move(String name, int operations) {
        for (int i = 0; i < operations; i++) {
            move(name);
        }
    }

    void moveToTheEnd(String name) {
        while (alive().contains(name)) {
            move(name);
        }
    }

    private final class Client {

        final Semaphore go = new Semaphore(0);
        final Thread thread;
        // Written by the client's thread before it releases `stopped`.
        volatile boolean ended;
        volatile @Nullable Throwable failure;

        Client(Runnable life) {
            thread = new Thread(() -> live(life));
            thread.setDaemon(true);
        }

        private void live(Runnable life) {
            go.acquireUninterruptibly();
            try {
                life.run();
            } catch (SimulatedCrash crash) {
                // the test killed this client
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            ended = true;
            stopped.release();
        }
    }
}
