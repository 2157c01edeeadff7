package io.durastream.recovery.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Runs histories from consecutive seeds, on as many threads as there are processors. */
final class Histories implements AutoCloseable {

    private final ExecutorService actors = Executors.newCachedThreadPool(Histories::daemon);
    private final ExecutorService workers;
    private final int width;

    Histories(int width) {
        this.width = width;
        this.workers = Executors.newFixedThreadPool(width, Histories::daemon);
    }

    /** A history that broke a promise. */
    record Failure(long seed, Throwable cause) {}

    /** What happened in all of them, and the first that failed. */
    record Outcome(long histories, Coverage coverage, Optional<Failure> failure) {}

    Outcome run(long firstSeed, long count, boolean faulty, PlantedBug bug) throws Exception {
        AtomicLong next = new AtomicLong(firstSeed);
        Coverage coverage = new Coverage();
        List<Failure> failures = new ArrayList<>();
        List<Future<Void>> running = new ArrayList<>();
        Callable<Void> work = () -> {
            for (long seed = next.getAndIncrement(); seed < firstSeed + count; seed = next.getAndIncrement()) {
                History history = new History(seed, faulty, bug, actors, any -> {});
                Throwable cause = failureOf(history);
                synchronized (failures) {
                    coverage.add(history.coverage());
                    if (cause != null) {
                        failures.add(new Failure(seed, cause));
                    }
                    if (!failures.isEmpty()) {
                        return null;
                    }
                }
            }
            return null;
        };
        for (int i = 0; i < width; i++) {
            running.add(workers.submit(work));
        }
        for (Future<Void> worker : running) {
            worker.get();
        }
        long run = Math.min(next.get() - firstSeed, count);
        return new Outcome(run, coverage, failures.stream().findFirst());
    }

    /** Runs one history and prints what happens in it. */
    Outcome replay(long seed, boolean faulty, PlantedBug bug, java.util.function.Consumer<Object> trace)
            throws Exception {
        return workers.submit(() -> {
                    History history = new History(seed, faulty, bug, actors, trace);
                    Throwable cause = failureOf(history);
                    return new Outcome(
                            1, history.coverage(), Optional.ofNullable(cause).map(it -> new Failure(seed, it)));
                })
                .get();
    }

    @Override
    public void close() {
        workers.shutdownNow();
        actors.shutdownNow();
    }

    private static @Nullable Throwable failureOf(History history) {
        try {
            history.run();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "simulation");
        thread.setDaemon(true);
        return thread;
    }
}
