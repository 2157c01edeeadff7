package io.durastream.runtime.receiver;

import io.durastream.Receiver;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.cluster.CheckpointAccess;
import io.durastream.runtime.graph.InputContext;
import io.durastream.runtime.rate.InputRate;
import io.durastream.runtime.spark.BlockCache;
import io.durastream.runtime.spark.Rpc;
import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
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
public final class ReceiverCoordinator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiverCoordinator.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(2);

    private final JavaSparkContext spark;
    private final Storage storage;
    private final @Nullable CheckpointAccess checkpoint;
    private final Epoch epoch;
    private final Consumer<ReceiverEvent> listener;
    private final Clock clock;
    private final String endpoint;
    private final Map<Integer, StreamRunner<?>> runners = new LinkedHashMap<>();
    private final Placement placement;
    private Rpc.@Nullable Server server;

    /**
     * @param storage the checkpoint directory as the driver opened it
     * @param checkpoint the same for executors; null when there is none, and received data is in their memory only
     * @param epoch the driver's
     */
    public ReceiverCoordinator(
            JavaSparkContext spark,
            Storage storage,
            @Nullable CheckpointAccess checkpoint,
            Epoch epoch,
            Consumer<ReceiverEvent> listener,
            Clock clock) {
        this.spark = spark;
        this.storage = storage;
        this.checkpoint = checkpoint;
        this.epoch = epoch;
        this.listener = listener;
        this.clock = clock;
        this.placement = new Placement(spark.sc().isLocal(), runners.values(), clock);
        // Receivers that an earlier context left in the same SparkContext do not find this one.
        this.endpoint = "durastream-receivers-" + clock.wallMillis() + "-" + clock.nanoTime();
    }

    /** Takes a stream on, before the start. */
    <T> ReceiverStream<T> add(OperatorId id, int streamId, Receiver<T> receiver, InputContext context) {
        ReceiverSettings settings = ReceiverSettings.of(spark.getConf());
        boolean logEnabled = ReceiverSettings.logEnabled(spark.getConf(), checkpoint != null);
        LogAccess log = checkpoint == null || !logEnabled ? null : new LogAccess(checkpoint, id.value(), settings);
        InputRate learnt = context.rates().of(id);
        LongSupplier rate = () -> settings.rate(learnt.latest());
        ReceivedBlocks blocks = new ReceivedBlocks(
                id,
                streamId,
                log == null ? null : new ReceivedLog(storage, id, settings.logOptions(), clock),
                epoch,
                context.planned(),
                () -> ReceiverSettings.recordsABatch(rate.getAsLong(), context.batchMillis()),
                clock,
                ReceiverCoordinator::uncache);
        ReceiverStream<T> stream = new ReceiverStream<>(streamId, receiver, blocks, log, rate);
        runners.put(streamId, new StreamRunner<>(spark, stream, endpoint, settings, placement, listener, clock));
        return stream;
    }

    /** Begins to recover and to start receivers, in the background. */
    public void start() {
        if (!runners.isEmpty()) {
            ReceiverSettings.warnings(spark.getConf()).forEach(LOG::warn);
            server = Rpc.serve(endpoint, this::handle);
            runners.values().forEach(StreamRunner::start);
        }
    }

    /**
     * Tells the receivers to stop, which store what they have, and waits for that up to {@code 10 s}; those that take
     * longer are killed. No block is taken any more when this returns; what was taken is planned on. Idempotent.
     */
    public void stop() throws InterruptedException {
        long end = clock.nanoTime() + STOP_LIMIT.toNanos();
        runners.values().forEach(StreamRunner::askToStop);
        for (StreamRunner<?> runner : runners.values()) {
            if (!runner.awaitEnd(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - clock.nanoTime())))) {
                LOG.warn(
                        "The receiver of stream {} did not stop within {}; it is killed",
                        runner.streamId(),
                        STOP_LIMIT);
            }
        }
        close();
    }

    /**
     * Refuses all reports from now on and kills the receivers, which may take a moment more. For a fenced driver, and
     * after {@link #stop}. Idempotent.
     */
    @Override
    public void close() {
        runners.values().forEach(StreamRunner::kill);
        try {
            for (StreamRunner<?> runner : runners.values()) {
                runner.awaitEnd(KILL_LIMIT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /**
     * Forgets the blocks of batches that the batch log does not retain any more, and finds the files of received data
     * that nothing needs.
     */
    public Collection<StoragePath> garbage(LogState state) throws IOException {
        List<StoragePath> files = new ArrayList<>();
        if (!state.batches().isEmpty()) {
            for (StreamRunner<?> runner : runners.values()) {
                files.addAll(runner.blocks().garbage(state.batches().firstKey()));
            }
        }
        return files;
    }

    private static void uncache(List<ReceivedBlock> blocks) {
        blocks.stream()
                .filter(block -> block.cacheId() != ReceivedBlock.NOT_CACHED)
                .forEach(block -> BlockCache.remove(block.streamId(), block.cacheId()));
    }

    /** Runs on the one thread on which Spark delivers to this endpoint. */
    private Object handle(Object[] message) {
        StreamRunner<?> runner = runners.get((Integer) message[1]);
        if (runner == null) {
            throw new IllegalArgumentException("There is no receiver stream " + message[1]);
        }
        return switch ((String) message[0]) {
            case ReceiverMessages.REGISTER ->
                ReceiverMessages.answer(
                        runner.register((String) message[2], (String) message[3], Rpc.peer(message[4])), runner.rate());
            case ReceiverMessages.BLOCK ->
                ReceiverMessages.answer(
                        runner.report((Long) message[2], ReceivedBlock.readFrom(ByteBuffer.wrap((byte[]) message[3]))),
                        runner.rate());
            case ReceiverMessages.ERROR -> runner.error((Long) message[2], (String) message[3], (String) message[4]);
            case ReceiverMessages.STOPPED ->
                runner.stopped((Long) message[2], (String) message[3], (String) message[4]);
            default -> throw new IllegalArgumentException("Not a message of a receiver: " + message[0]);
        };
    }
}
