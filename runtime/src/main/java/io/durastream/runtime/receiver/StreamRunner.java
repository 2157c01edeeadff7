package io.durastream.runtime.receiver;

import io.durastream.Receiver;
import io.durastream.ReceiverInfo;
import io.durastream.runtime.receiver.DriverLink.Registration;
import io.durastream.runtime.spark.Executors.Executor;
import io.durastream.runtime.spark.Rpc;
import io.durastream.storage.Clock;
import io.durastream.storage.DamagedFileException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Keeps the receiver of one stream at work: a thread that recovers the stream and then runs one Spark job after the other,
 * each of which is the receiver. Spark starts a job's task again when its executor dies, but gives up after the fourth
 * time; this does not.
 */
final class StreamRunner<T> {

    private static final Logger LOG = LoggerFactory.getLogger(StreamRunner.class);
    private static final long FIRST_BACK_OFF_MILLIS = 100;
    private static final long LONGEST_BACK_OFF_MILLIS = 10_000;
    /** A receiver that worked for so long has not failed at once: the next one starts without delay. */
    private static final long LONG_ENOUGH_MILLIS = 5_000;

    private final JavaSparkContext spark;
    private final ReceiverStream<T> stream;
    private final String endpoint;
    private final ReceiverSettings settings;
    private final Placement placement;
    private final Consumer<ReceiverEvent> listener;
    private final Clock clock;
    private final Thread thread;

    /** Set by whoever stops the application, read by this thread and that of the reports. */
    private volatile boolean stopping;
    /** Guarded by the monitor: written by the thread of the reports, read by whoever stops. */
    private Rpc.@Nullable Peer receiver;
    /** Where the receiver is, or shall be; written by this thread and that of the reports, read by other runners. */
    private volatile @Nullable String executorId;
    /** Written and read by the thread of the reports. */
    private ReceiverInfo info;

    StreamRunner(
            JavaSparkContext spark,
            ReceiverStream<T> stream,
            String endpoint,
            ReceiverSettings settings,
            Placement placement,
            Consumer<ReceiverEvent> listener,
            Clock clock) {
        this.spark = spark;
        this.stream = stream;
        this.endpoint = endpoint;
        this.settings = settings;
        this.placement = placement;
        this.listener = listener;
        this.clock = clock;
        this.info = new ReceiverInfo(stream.streamId(), stream.name(), false, "", "", "", "", -1);
        this.thread = new Thread(this::run, "receiver-runner-" + stream.streamId());
        thread.setDaemon(true);
    }

    int streamId() {
        return stream.streamId();
    }

    ReceivedBlocks blocks() {
        return stream.blocks();
    }

    /** How many records a second the receiver may store at present. */
    long rate() {
        return stream.rate().getAsLong();
    }

    @Nullable
    String executorId() {
        return executorId;
    }

    void isPlacedOn(@Nullable String executor) {
        executorId = executor;
    }

    void start() {
        thread.start();
    }

    /** Lets the receiver stop in its own time; it is not started again. */
    void askToStop() {
        stopping = true;
        Rpc.Peer told;
        synchronized (this) {
            told = receiver;
        }
        if (told == null) {
            thread.interrupt();
        } else {
            told.send(ReceiverMessages.STOP, "The application is stopping");
        }
    }

    /** Refuses reports, and ends the receiver's job. */
    void kill() {
        stopping = true;
        stream.blocks().close();
        thread.interrupt();
    }

    /** Waits for the end of the receiver; returns whether it has come. */
    boolean awaitEnd(long millis) throws InterruptedException {
        thread.join(millis);
        return !thread.isAlive();
    }

    // From here: the thread of the reports.

    Optional<Registration> register(String host, String executor, Rpc.Peer peer) {
        Optional<ReceivedBlocks.Attempt> attempt =
                stopping ? Optional.empty() : stream.blocks().startAttempt();
        if (attempt.isEmpty()) {
            return Optional.empty();
        }
        synchronized (this) {
            receiver = peer;
        }
        if (stopping) {
            peer.send(ReceiverMessages.STOP, "The application is stopping");
        }
        executorId = executor;
        info = new ReceiverInfo(
                info.streamId(),
                info.name(),
                true,
                host,
                executor,
                info.lastErrorMessage(),
                info.lastError(),
                info.lastErrorTime());
        listener.accept(new ReceiverEvent.Started(info));
        return attempt.map(
                it -> new Registration(it.number(), it.predecessor(), it.lastPosition(), cacheIds(it.number())));
    }

    boolean report(long attempt, ReceivedBlock block) {
        return stream.blocks().accept(attempt, block);
    }

    boolean error(long attempt, String message, String stackTrace) {
        if (stream.blocks().isCurrent(attempt)) {
            info = withError(info.active(), message, stackTrace);
            listener.accept(new ReceiverEvent.Failed(info));
        }
        return true;
    }

    boolean stopped(long attempt, String message, String stackTrace) {
        if (stream.blocks().isCurrent(attempt)) {
            info = withError(false, message, stackTrace);
            listener.accept(new ReceiverEvent.Stopped(info));
        }
        return true;
    }

    private ReceiverInfo withError(boolean active, String message, String stackTrace) {
        return new ReceiverInfo(
                info.streamId(),
                info.name(),
                active,
                info.location(),
                info.executorId(),
                message,
                stackTrace,
                clock.wallMillis());
    }

    /**
     * Ids that no other block of this SparkContext has, also not one that an earlier context left there: a million for
     * each millisecond, and no attempt stores so many. Not by wall time, which may stand still or go back.
     */
    private long cacheIds(long attempt) {
        return ((TimeUnit.NANOSECONDS.toMillis(clock.nanoTime()) << 20) & Long.MAX_VALUE) + attempt;
    }

    // From here: the runner's own thread.

    private void run() {
        try {
            if (recover()) {
                runJobs();
            }
        } catch (InterruptedException e) {
            LOG.debug("The runner of receiver stream {} was told to end", stream.streamId(), e);
        }
    }

    private boolean recover() throws InterruptedException {
        BackOff backOff = new BackOff();
        long start = clock.nanoTime();
        while (!stopping) {
            try {
                stream.blocks()
                        .recover()
                        .ifPresent(report -> listener.accept(
                                new ReceiverEvent.Recovered(stream.streamId(), report, millisSince(start))));
                return true;
            } catch (DamagedFileException e) {
                listener.accept(new ReceiverEvent.Damaged(stream.streamId(), e));
                return false;
            } catch (IOException e) {
                listener.accept(new ReceiverEvent.Waiting(stream.streamId(), e));
                backOff.pause();
            }
        }
        return false;
    }

    private void runJobs() throws InterruptedException {
        BackOff backOff = new BackOff();
        while (!stopping) {
            long start = clock.nanoTime();
            runJob();
            if (millisSince(start) >= LONG_ENOUGH_MILLIS) {
                backOff = new BackOff();
            }
            if (!stopping) {
                backOff.pause();
            }
        }
    }

    private void runJob() throws InterruptedException {
        JavaFutureAction<Void> submitted = submit();
        try {
            submitted.get();
            LOG.info("The job of receiver {} has ended", stream.name());
        } catch (ExecutionException e) {
            LOG.warn("The job of receiver {} has failed; it is started again", stream.name(), e.getCause());
        } catch (InterruptedException e) {
            submitted.cancel(true);
            throw e;
        }
    }

    private JavaFutureAction<Void> submit() throws InterruptedException {
        String description = "Streaming job running receiver " + stream.streamId();
        // A group of its own, so that jobs of the application that are cancelled together do not take receivers along.
        spark.setJobGroup("durastream-receiver-" + stream.streamId(), description, true);
        return receiverRdd()
                .foreachPartitionAsync(new ReceiverTask<>(stream.streamId(), endpoint, settings, stream.log()));
    }

    private JavaRDD<Receiver<T>> receiverRdd() throws InterruptedException {
        List<String> locations = preferredLocation().stream().toList();
        Seq<String> hosts = CollectionConverters.asScala(locations).toSeq();
        Seq<Tuple2<Receiver<T>, Seq<String>>> one = CollectionConverters.asScala(
                        List.of(new Tuple2<>(stream.receiver(), hosts)))
                .toSeq();
        ClassTag<Receiver<T>> tag = ClassTag$.MODULE$.apply(Receiver.class);
        return spark.sc().makeRDD(one, tag).toJavaRDD();
    }

    private Optional<String> preferredLocation() throws InterruptedException {
        Option<String> wanted = stream.receiver().preferredLocation();
        if (wanted.isDefined()) {
            return Optional.of(wanted.get());
        }
        return placement.choose(this).map(Executor::location);
    }

    private long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - nanos);
    }

    /** Waits longer from time to time. */
    private final class BackOff {
        private long millis = FIRST_BACK_OFF_MILLIS;

        void pause() throws InterruptedException {
            clock.sleep(millis);
            millis = Math.min(2 * millis, LONGEST_BACK_OFF_MILLIS);
        }
    }
}
