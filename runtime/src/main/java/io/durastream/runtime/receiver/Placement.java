package io.durastream.runtime.receiver;

import io.durastream.runtime.spark.Executors;
import io.durastream.runtime.spark.Executors.Executor;
import io.durastream.storage.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where receivers go: each to the executor that has the fewest. Spark alone would put all of them on the executor that
 * comes up first; so while an application starts, a receiver waits a little for one that has none.
 */
final class Placement {

    private static final long SPREAD_MILLIS = 5_000;
    private static final long EXECUTOR_MILLIS = 30_000;
    private static final long LOOK_MILLIS = 50;

    private final boolean local;
    private final Collection<StreamRunner<?>> runners;
    private final Clock clock;
    private final long startNanos;
    /** Guarded by the monitor; 0 while none was seen. */
    private long firstExecutorNanos;

    /**
     * @param local whether there are no executors beside the driver
     * @param runners all receivers of the application
     */
    Placement(boolean local, Collection<StreamRunner<?>> runners, Clock clock) {
        this.local = local;
        this.runners = runners;
        this.clock = clock;
        this.startNanos = clock.nanoTime();
    }

    /** Chooses for a receiver; waits for executors while the application starts. Empty when Spark may choose. */
    Optional<Executor> choose(StreamRunner<?> runner) throws InterruptedException {
        if (local) {
            return Optional.empty();
        }
        while (true) {
            synchronized (this) {
                Optional<Executor> best = Executors.alive().stream().min(Comparator.comparing(it -> load(it, runner)));
                boolean free = best.isPresent() && load(best.get(), runner) == 0;
                if (free || waitedEnough(best.isPresent())) {
                    runner.isPlacedOn(best.map(Executor::id).orElse(null));
                    return best;
                }
            }
            clock.sleep(LOOK_MILLIS);
        }
    }

    private boolean waitedEnough(boolean executorThere) {
        long now = clock.nanoTime();
        if (executorThere && firstExecutorNanos == 0) {
            firstExecutorNanos = now;
        }
        long waited = TimeUnit.NANOSECONDS.toMillis(now - (executorThere ? firstExecutorNanos : startNanos));
        return waited > (executorThere ? SPREAD_MILLIS : EXECUTOR_MILLIS);
    }

    private long load(Executor executor, StreamRunner<?> newcomer) {
        return runners.stream()
                .filter(it -> it != newcomer && executor.id().equals(it.executorId()))
                .count();
    }
}
