package io.durastream.testkit;

import io.durastream.Duration;
import io.durastream.StreamingContext;
import io.durastream.Time;
import io.durastream.runtime.application.TestHarnesses;
import io.durastream.runtime.graph.UserCode;
import io.durastream.storage.Clock;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.api.java.function.VoidFunction;
import org.jspecify.annotations.Nullable;

/**
 * A test of a streaming application: batches run when the test says so, and drivers die and recover, in one JVM and without
 * waiting for any time to pass.
 *
 * <pre>{@code
 * try (StreamTest test = StreamTest.withBatches(Durations.seconds(1)).checkpointedTo(directory)) {
 *     TestInput<String> words = test.input("words");
 *     TestPairOutput<String, Integer> counts = test.pairOutput("counts");
 *     test.start(context -> counts.collect(words.stream(context)
 *             .mapToPair(word -> new Tuple2<>(word, 1))
 *             .reduceByKeyAndWindow(Integer::sum, Durations.seconds(3))));
 *     words.addBatches(List.of("a", "b"), List.of("a"));
 *     test.runBatches(2);
 *     test.restart();
 *     test.runBatch();
 *     assertEquals(Map.of("a", 2, "b", 1), counts.last());
 * }
 * }</pre>
 *
 * <p>The driver's clock shows zero at the start (or the last batch of the checkpoint directory) and stands still until the
 * test turns it; the first batch is that of time one interval. With a {@linkplain #checkpointedTo checkpoint directory}
 * every driver is made by {@link StreamingContext#getOrCreate}, as in production: the first by the definition, later ones
 * from the checkpoint. Failures of the application are thrown by the method that ran the batch, as they are and undeclared.
 *
 * <p>The clock is the driver's alone. Receivers run in real time, and their blocks join the batch that is run after they
 * were reported; files have the times that the file system gives them.
 *
 * <p>To be used by one thread, and closed.
 */
public final class StreamTest implements AutoCloseable {

    private static final String CLOCK_JUMP_KEY = "spark.streaming.manualClock.jump";

    /** How often a wait looks whether the application has ended. */
    private static final long LOOK_MILLIS = 20;

    private final Duration batchInterval;
    private final TestRun run = new TestRun();
    private final Clock machine = Clock.system();

    private TestSpark spark = TestSpark.own();
    private @Nullable String checkpoint;
    private long timeoutMillis = 30_000;

    /** Under which the run is registered; null while nobody needs it. */
    private @Nullable String id;

    private @Nullable VoidFunction<StreamingContext> definition;
    private @Nullable StreamingContext context;
    private boolean running;

    private StreamTest(Duration batchInterval) {
        this.batchInterval = batchInterval;
    }

    /**
     * A test with that batch interval, on a SparkContext of its own ({@code local[2]}, without UI) and without a checkpoint
     * directory, unless told otherwise.
     *
     * @param batchInterval the time between two batches
     * @return a test to be configured, and {@linkplain #start started}
     */
    public static StreamTest withBatches(Duration batchInterval) {
        return new StreamTest(batchInterval);
    }

    /**
     * Uses an existing SparkContext, which saves a second for each test, and does not stop it. Its setting {@code
     * durastream.fenced.action} does not matter: a driver of a test never ends the process.
     *
     * @param existing for one test at a time
     * @return this
     */
    public StreamTest on(JavaSparkContext existing) {
        requireUnused();
        if (spark.isConfigured()) {
            throw new IllegalStateException("configured(...) is for a SparkContext of the test's own, not for on(...)");
        }
        spark = TestSpark.shared(existing);
        return this;
    }

    /**
     * Sets a key of the configuration of this test's own SparkContext.
     *
     * @param key any key of Spark or Durastream
     * @param value its value
     * @return this
     * @throws IllegalStateException together with {@link #on}: an existing SparkContext has its configuration
     */
    public StreamTest configured(String key, String value) {
        requireUnused();
        spark.configure(key, value);
        return this;
    }

    /**
     * Keeps everything durable in that directory, from which drivers recover; see {@link #checkpointedTo(String)}.
     *
     * @param directory a directory on the local disk; made if need be
     * @return this
     */
    public StreamTest checkpointedTo(Path directory) {
        return checkpointedTo(directory.toUri().toString());
    }

    /**
     * Keeps everything durable in that directory, from which drivers recover. It should be new, or of an earlier test of
     * other inputs than {@link TestInput}s: what those had been given is gone with that test.
     *
     * @param uri as for {@link StreamingContext#checkpoint}
     * @return this
     */
    public StreamTest checkpointedTo(String uri) {
        requireUnused();
        checkpoint = uri;
        return this;
    }

    /**
     * Sets for how long a method of this test waits for the application, in the machine's time; 30 s by default.
     *
     * @param duration how long; more than zero
     * @return this
     */
    public StreamTest waitingAtMost(Duration duration) {
        timeoutMillis = duration.milliseconds();
        return this;
    }

    /**
     * {@return the input of that name; the same one at each call}
     *
     * @param <T> records
     * @param name chosen by the test
     */
    public <T> TestInput<T> input(String name) {
        return new TestInput<>(id(), name);
    }

    /**
     * {@return the output of that name; the same one at each call}
     *
     * @param <T> elements of the stream
     * @param name chosen by the test
     */
    public <T> TestOutput<T> output(String name) {
        return new TestOutput<>(id(), name);
    }

    /**
     * {@return the output of that name, for a stream of pairs with distinct keys; the same one at each call}
     *
     * @param <K> keys
     * @param <V> values
     * @param name chosen by the test
     */
    public <K, V> TestPairOutput<K, V> pairOutput(String name) {
        return new TestPairOutput<>(output(name));
    }

    /**
     * Starts the application: the first driver. Returns when it waits for its first batch, and whatever was pending in the
     * checkpoint directory is committed.
     *
     * @param application defines streams and outputs on a context that has its checkpoint directory already. Called by
     *     drivers that do not recover from a checkpoint
     */
    public void start(VoidFunction<StreamingContext> application) {
        if (definition != null) {
            throw new IllegalStateException("The application was started already. restart() starts its next driver,"
                    + " upgrade(...) another version of it");
        }
        definition = application;
        begin(checkpoint == null ? this::define : this::recoverOrDefine);
    }

    /** {@link #runBatches} for one batch. */
    public void runBatch() {
        runBatches(1);
    }

    /**
     * Turns the clock from batch to batch, and returns when so many more batches are committed.
     *
     * @param count how many, 1 or more
     * @throws IllegalStateException when the driver does not run, or has not done it in the time {@linkplain #waitingAtMost
     *     given}; the message says what it was doing
     */
    public void runBatches(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("Expected a number of batches from 1 on, got " + count);
        }
        ManualClock clock = runningDriver().clock();
        for (int i = 0; i < count; i++) {
            clock.advanceTo(clock.nextDue());
            awaitIdle();
        }
    }

    /**
     * Turns the clock on at once. A driver that runs finds itself behind: this returns when all batches that fell due are
     * committed. While none runs this is downtime, and the next one finds itself behind; before the first it sets the time of
     * the start.
     *
     * @param duration how far; the clock never goes back
     */
    public void advance(Duration duration) {
        ManualClock clock = run.driver().clock();
        clock.advanceTo(clock.wallMillis() + duration.milliseconds());
        if (running) {
            awaitIdle();
        }
    }

    /** {@return what the driver's clock shows: the time of the last batch, unless {@link #advance} moved it on} */
    public Time now() {
        return new Time(run.driver().clock().wallMillis());
    }

    /**
     * Lets the driver die there. It commits nothing any more, and ends; the clock stands still. For the points within a
     * batch the clock is turned to the next batch first. The next method to be called is {@link #restart}.
     *
     * @param point where in the life of a batch
     */
    public void crash(CrashPoint point) {
        TestDriver dying = runningDriver();
        dying.crash(point);
        if (point != CrashPoint.BETWEEN_BATCHES) {
            dying.clock().advanceTo(dying.clock().nextDue());
        }
        await(dying, () -> context().awaitTerminationOrTimeout(LOOK_MILLIS));
        end();
    }

    /**
     * Stops the driver after everything that was received or added is processed; the clock is turned as far as that takes.
     */
    public void stopGracefully() {
        TestDriver stopping = runningDriver();
        StreamingContext stopped = context();
        int wakes = stopping.clock().wakes();
        Thread stop = new Thread(() -> stopped.stop(false, true), "durastream-test-stop");
        stop.start();
        await(stopping, () -> {
            stop.join(LOOK_MILLIS);
            if (stop.isAlive()
                    && stopping.clock().wakes() > wakes
                    && stopping.clock().awaitIdle(LOOK_MILLIS)) {
                stopping.clock().advanceTo(stopping.clock().nextDue());
            }
            return !stop.isAlive();
        });
        await(
                stopping,
                () -> context().awaitTerminationOrTimeout(LOOK_MILLIS)); // throws what ended it, if something did
        end();
    }

    /**
     * Starts the next driver from the checkpoint directory, after the one at work, if it still runs, was stopped at once.
     * Returns when what was pending is executed again and committed, and the driver waits for its next batch.
     *
     * <p>The SparkContext stays, but what executors had cached for the driver before is dropped.
     *
     * @throws IllegalStateException without a checkpoint directory
     */
    public void restart() {
        requireCheckpoint("restart()");
        requireStarted();
        end();
        begin(this::recoverOrDefine);
    }

    /**
     * As {@link #restart}, but with another version of the application: state and positions are found by the ids of the
     * operators, see {@link io.durastream.DStream#uid}.
     *
     * @param newVersion as for {@link #start}
     * @throws IllegalStateException without a checkpoint directory
     */
    public void upgrade(VoidFunction<StreamingContext> newVersion) {
        requireCheckpoint("upgrade(...)");
        requireStarted();
        end();
        definition = newVersion;
        begin(this::define);
    }

    /** {@return the context of the driver that was started last, for whatever else a test needs of it} */
    public StreamingContext context() {
        if (context == null) {
            throw new IllegalStateException("There is no context before start(...)");
        }
        return context;
    }

    /**
     * {@return what the batch log in the checkpoint directory says now}
     *
     * @throws IllegalStateException without a checkpoint directory
     */
    public BatchLogContent batchLog() {
        return BatchLogContent.read(requireCheckpoint("batchLog()"), spark.context());
    }

    /** Stops the driver at once, and the SparkContext if it is this test's own. */
    @Override
    public void close() {
        try {
            if (context != null) {
                end();
            }
        } finally {
            if (id != null) {
                TestHarnesses.remove(id);
            }
            spark.close();
        }
    }

    private void begin(Function0<StreamingContext> recipe) {
        String test = id();
        JavaSparkContext engine = spark.context();
        run.driver(new TestDriver(firstMillis()));
        engine.setLocalProperty(TestHarnesses.ID_PROPERTY, test);
        try {
            context = recipe.call();
            context.start();
            running = true;
        } catch (Exception e) {
            throw UserCode.rethrow(e);
        } finally {
            engine.setLocalProperty(TestHarnesses.ID_PROPERTY, null);
        }
        awaitIdle();
    }

    private StreamingContext recoverOrDefine() {
        return StreamingContext.getOrCreate(
                requireCheckpoint("recovery"), this::define, spark.context().hadoopConfiguration());
    }

    private StreamingContext define() throws Exception {
        StreamingContext defined = new StreamingContext(spark.context(), batchInterval);
        if (checkpoint != null) {
            defined.checkpoint(checkpoint);
        }
        requireStarted().call(defined);
        return defined;
    }

    /** What the clock of the next driver shows first. */
    private long firstMillis() {
        long now = run.driver().clock().wallMillis();
        if (checkpoint == null) {
            return now;
        }
        long ahead = spark.context().getConf().getLong(CLOCK_JUMP_KEY, 0);
        return batchLog()
                .lastPlanned()
                .map(last -> Math.max(now, last.milliseconds() + ahead))
                .orElse(now);
    }

    /** Ends the driver at work, if one is, and lets go of what it left in this JVM. */
    private void end() {
        context().stop(false, false);
        run.driver().clock().abandon(); // an output that hangs must not get any further
        running = false;
        spark.dropCached();
    }

    private void awaitIdle() {
        TestDriver working = run.driver();
        await(working, () -> {
            boolean idle = working.clock().awaitIdle(LOOK_MILLIS);
            if (!idle && context().awaitTerminationOrTimeout(0)) {
                throw new IllegalStateException("The context was stopped while the test waited for its batches");
            }
            return idle;
        });
    }

    private void await(TestDriver driver, Condition condition) {
        long end = machine.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (!isMet(condition)) {
            if (machine.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "Waited " + timeoutMillis + " ms for the driver, whose clock shows " + now()
                                + ". The cause below says what it does; waitingAtMost(...) sets how long to wait",
                        driver.whereabouts());
            }
        }
    }

    private boolean isMet(Condition condition) {
        try {
            return condition.isMet();
        } catch (Exception e) {
            running = false;
            throw UserCode.rethrow(e);
        }
    }

    private TestDriver runningDriver() {
        requireStarted();
        if (!running) {
            throw new IllegalStateException(
                    "No driver runs: the last one was stopped, died or failed. restart() starts" + " the next");
        }
        return run.driver();
    }

    private VoidFunction<StreamingContext> requireStarted() {
        if (definition == null) {
            throw new IllegalStateException("The application does not run yet: call start(...) first");
        }
        return definition;
    }

    private String requireCheckpoint(String what) {
        if (checkpoint == null) {
            throw new IllegalStateException(what + " needs a checkpoint directory: nothing of this test survives its"
                    + " driver. Add checkpointedTo(directory) where the StreamTest is made");
        }
        return checkpoint;
    }

    private void requireUnused() {
        if (id != null) {
            throw new IllegalStateException("A StreamTest is configured before its inputs and outputs are made");
        }
    }

    private String id() {
        if (id == null) {
            String free = checkpoint == null ? "no directory (" + machine.nanoTime() + ")" : checkpoint;
            if (!TestHarnesses.register(free, run)) {
                throw new IllegalStateException(
                        "Another StreamTest on " + free + " is open in this JVM; close it first");
            }
            id = free;
        }
        return id;
    }

    private interface Condition {
        /** Looks for a short while. */
        boolean isMet() throws Exception;
    }
}
