package io.durastream.runtime.receiver;

import io.durastream.runtime.spark.Executors;
import io.durastream.runtime.spark.Executors.Executor;
import io.durastream.runtime.spark.Rpc;
import io.durastream.storage.Clock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the receivers of an application at work: recovers what earlier ones had received, starts one Spark job for each,
 * starts it again for as long as the application lives, and takes their reports.
 *
 * <p>One thread a stream, and one of Spark's for the reports. {@link #start} and {@link #stop} belong to whoever owns the
 * context.
 */
public final class ReceiverCoordinator {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiverCoordinator.class);
    private static final Duration CANCEL_LIMIT = Duration.ofSeconds(2);

    private final Clock clock;
    private final String endpoint;
    private final Map<Integer, StreamRunner<?>> runners = new LinkedHashMap<>();
    private final Placement placement = new Placement(runners.values());
    private Rpc.@Nullable Server server;

    /**
     * @param nodes the receiver streams, each of them opened
     */
    public ReceiverCoordinator(
            JavaSparkContext spark,
            Collection<? extends ReceiverInputNode<?>> nodes,
            ReceiverListener listener,
            Clock clock) {
        this.clock = clock;
        ReceiverSettings settings = ReceiverSettings.of(spark.getConf());
        // Receivers that an earlier context left in the same SparkContext do not find this one.
        this.endpoint = "durastream-receivers-" + clock.wallMillis() + "-" + clock.nanoTime();
        for (ReceiverInputNode<?> node : nodes) {
            runners.put(
                    node.streamId(),
                    new StreamRunner<>(spark, node.stream(), endpoint, settings, placement, listener, clock));
        }
    }

    /** Begins to recover and to start receivers, in the background. */
    public void start() {
        server = Rpc.serve(endpoint, this::handle);
        runners.values().forEach(StreamRunner::start);
    }

    /**
     * Tells the receivers to stop, which store what they have, and waits for them; those that take longer are killed. No
     * block is taken any more when this returns; what was taken is planned on.
     *
     * @param limit how long to wait for them
     */
    public void stop(Duration limit) throws InterruptedException {
        long end = clock.nanoTime() + limit.toNanos();
        runners.values().forEach(StreamRunner::askToStop);
        for (StreamRunner<?> runner : runners.values()) {
            if (!runner.awaitEnd(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - clock.nanoTime())))) {
                LOG.warn("The receiver of stream {} did not stop within {}; it is killed", runner.streamId(), limit);
            }
        }
        abort();
    }

    /** Refuses all reports from now on and kills the receivers, which takes a moment more. For a fenced driver. */
    public void abort() throws InterruptedException {
        runners.values().forEach(StreamRunner::kill);
        for (StreamRunner<?> runner : runners.values()) {
            runner.awaitEnd(CANCEL_LIMIT.toMillis());
        }
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /** Runs on the one thread on which Spark delivers to this endpoint. */
    private Object handle(Object[] message) {
        StreamRunner<?> runner = runners.get((Integer) message[1]);
        if (runner == null) {
            throw new IllegalArgumentException("There is no receiver stream " + message[1]);
        }
        return switch ((String) message[0]) {
            case ReceiverMessages.REGISTER -> ReceiverMessages.answer(
                    runner.register((String) message[2], (String) message[3], Rpc.peer(message[4])));
            case ReceiverMessages.BLOCK -> runner.report(
                    (Long) message[2], ReceivedBlock.readFrom(ByteBuffer.wrap((byte[]) message[3])));
            case ReceiverMessages.ERROR -> runner.error((Long) message[2], (String) message[3], (String) message[4]);
            case ReceiverMessages.STOPPED -> runner.stopped(
                    (Long) message[2], (String) message[3], (String) message[4]);
            default -> throw new IllegalArgumentException("Not a message of a receiver: " + message[0]);
        };
    }

    /** Where the next receiver goes: to the executor that has the fewest. */
    static final class Placement {

        private final Collection<StreamRunner<?>> runners;

        Placement(Collection<StreamRunner<?>> runners) {
            this.runners = runners;
        }

        /** A preferred location; empty in local mode. */
        synchronized Optional<Executor> choose(StreamRunner<?> for_) {
            List<Executor> alive = Executors.alive();
            Map<String, Integer> load = new LinkedHashMap<>();
            alive.forEach(executor -> load.put(executor.id(), 0));
            for (StreamRunner<?> runner : runners) {
                String id = runner.executorId();
                if (runner != for_ && id != null) {
                    load.computeIfPresent(id, (any, count) -> count + 1);
                }
            }
            return alive.stream().min(java.util.Comparator.comparing(executor -> load.get(executor.id())));
        }
    }
}
