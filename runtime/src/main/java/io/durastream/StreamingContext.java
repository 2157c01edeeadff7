package io.durastream;

import io.durastream.runtime.application.Application;
import io.durastream.runtime.application.Definition;
import io.durastream.runtime.application.ListenerBus;
import io.durastream.runtime.application.Settings;
import io.durastream.runtime.graph.CallSite;
import io.durastream.runtime.graph.StreamGraph;
import io.durastream.runtime.graph.UserCode;
import io.durastream.runtime.recovery.Checkpoint;
import io.durastream.runtime.recovery.DamagedCheckpointException;
import io.durastream.storage.Clock;
import java.io.Closeable;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function0;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The entry point of a streaming application: inputs, streams and outputs are defined on it, then it is {@linkplain
 * #start started} and runs batches until it is stopped.
 *
 * <p>With a {@linkplain #checkpoint checkpoint directory} everything that counts survives any crash: the positions of
 * inputs, received data, keyed state, and the batches in flight. {@link #getOrCreate} is how an application is
 * restarted.
 *
 * <p>One context may be active in a JVM. Methods may be called by any thread.
 */
public final class StreamingContext extends StreamDefinitions implements Closeable {

    /** The active context; guarded by the class's monitor. */
    private static @Nullable StreamingContext active;

    private final ListenerBus listeners = new ListenerBus();
    private final Configuration hadoop;

    /** What follows is guarded by this object's monitor. */
    private StreamingContextState state = StreamingContextState.INITIALIZED;

    private @Nullable String checkpointDirectory;
    private @Nullable Application application;
    private CallSite startedAt = new CallSite(List.of());

    /** A context on an existing SparkContext, which needs no configuration for it. */
    public StreamingContext(JavaSparkContext sparkContext, Duration batchDuration) {
        this(sparkContext, new StreamGraph(requireDuration(batchDuration)), null, sparkContext.hadoopConfiguration());
    }

    /** A context on a SparkContext made from a configuration. */
    public StreamingContext(SparkConf conf, Duration batchDuration) {
        this(new JavaSparkContext(conf), batchDuration);
    }

    /** A context on a new SparkContext. */
    public StreamingContext(String master, String appName, Duration batchDuration) {
        this(new SparkConf().setMaster(master).setAppName(appName), batchDuration);
    }

    /** A context on a new SparkContext, with Spark's home on the executors and a jar for them. */
    public StreamingContext(String master, String appName, Duration batchDuration, String sparkHome, String jarFile) {
        this(master, appName, batchDuration, sparkHome, new String[] {jarFile});
    }

    /** A context on a new SparkContext, with Spark's home on the executors and jars for them. */
    public StreamingContext(String master, String appName, Duration batchDuration, String sparkHome, String[] jars) {
        this(master, appName, batchDuration, sparkHome, jars, Map.of());
    }

    /** A context on a new SparkContext, with Spark's home on the executors, jars and environment variables for them. */
    public StreamingContext(
            String master,
            String appName,
            Duration batchDuration,
            String sparkHome,
            String[] jars,
            Map<String, String> environment) {
        this(new JavaSparkContext(master, appName, sparkHome, jars, environment), batchDuration);
    }

    /**
     * The application that a checkpoint directory holds, with graph and configuration, as it was.
     *
     * <p>Throws a {@link SparkException}, undeclared, when the checkpoint cannot be read.
     *
     * @throws IllegalArgumentException when the directory holds no checkpoint
     */
    public StreamingContext(String path) {
        this(path, new Configuration());
    }

    /** As {@link #StreamingContext(String)}, with a Hadoop configuration for the checkpoint's file system. */
    public StreamingContext(String path, Configuration hadoopConf) {
        this(
                Checkpoint.read(path, hadoopConf)
                        .orElseThrow(() -> new IllegalArgumentException("requirement failed: Spark Streaming cannot be"
                                + " initialized with both SparkContext and checkpoint as null")),
                path,
                hadoopConf);
    }

    private StreamingContext(Checkpoint checkpoint, String path, Configuration hadoopConf) {
        this(
                JavaSparkContext.fromSparkContext(SparkContext.getOrCreate(checkpoint.conf())),
                checkpoint.graph(),
                path,
                hadoopConf);
    }

    private StreamingContext(
            JavaSparkContext spark, StreamGraph graph, @Nullable String checkpointDirectory, Configuration hadoop) {
        super(spark, graph);
        this.hadoop = hadoop;
        this.checkpointDirectory = checkpointDirectory == null
                ? spark.getConf().get("spark.streaming.checkpoint.directory", null)
                : checkpointDirectory;
    }

    /** {@link #getOrCreate(String, Function0, Configuration, boolean)} with Hadoop's default configuration. */
    public static StreamingContext getOrCreate(String checkpointPath, Function0<StreamingContext> creatingFunc) {
        return getOrCreate(checkpointPath, creatingFunc, new Configuration(), false);
    }

    /** {@link #getOrCreate(String, Function0, Configuration, boolean)} where an unreadable checkpoint is an error. */
    public static StreamingContext getOrCreate(
            String checkpointPath, Function0<StreamingContext> creatingFunc, Configuration hadoopConf) {
        return getOrCreate(checkpointPath, creatingFunc, hadoopConf, false);
    }

    /**
     * Recovers an application, or makes it for the first time.
     *
     * <ol>
     *   <li>No checkpoint in the directory: the function is called.
     *   <li>A checkpoint of the same application code: graph and configuration come from it, the function is not called.
     *   <li>A checkpoint of other code: the function is called, and at the start the new operators find their state and
     *       positions by id; see {@link DStream#uid}.
     * </ol>
     *
     * <p>Throws a {@link SparkException}, undeclared, when the checkpoint cannot be read.
     *
     * @param creatingFunc makes the context, defines its streams and sets the same checkpoint directory
     * @param hadoopConf how to reach the checkpoint directory
     * @param createOnError whether the function is called when the checkpoint cannot be read. The start will then refuse
     *     to go on over a damaged directory all the same: nothing is lost silently.
     */
    public static StreamingContext getOrCreate(
            String checkpointPath,
            Function0<StreamingContext> creatingFunc,
            Configuration hadoopConf,
            boolean createOnError) {
        Checkpoint checkpoint = readCheckpoint(checkpointPath, hadoopConf, createOnError);
        if (checkpoint != null && checkpoint.isSameCode()) {
            return new StreamingContext(checkpoint, checkpointPath, hadoopConf);
        }
        try {
            return creatingFunc.call();
        } catch (Exception e) {
            throw UserCode.rethrow(e);
        }
    }

    private static @Nullable Checkpoint readCheckpoint(String path, Configuration hadoop, boolean noneOnError) {
        try {
            return Checkpoint.read(path, hadoop).orElse(null);
        } catch (Exception e) {
            if (noneOnError && e instanceof SparkException) {
                LoggerFactory.getLogger(StreamingContext.class).warn("Unreadable, and taken for none as asked", e);
                return null;
            }
            throw e;
        }
    }

    /** The SparkContext under this context; the same object at each call. */
    public JavaSparkContext sparkContext() {
        return spark;
    }

    /**
     * Sets the directory in which everything durable is kept: any URI of HDFS or of the local disk. Null turns
     * checkpointing off.
     */
    public synchronized void checkpoint(@Nullable String directory) {
        requireDefinable();
        checkpointDirectory = directory;
    }

    /** Keeps the RDDs of every stream at least so long. May be called once. */
    public synchronized void remember(Duration duration) {
        requireDefinable();
        Duration already = graph.remember();
        if (already != null) {
            throw new IllegalArgumentException(
                    "requirement failed: Remember duration already set as " + already + ". Cannot set it again.");
        }
        graph.remember(duration);
    }

    /** Registers a listener, before or after the start. */
    public void addStreamingListener(StreamingListener listener) {
        listeners.add(listener);
    }

    public synchronized StreamingContextState getState() {
        return state;
    }

    /**
     * Validates the definition, takes the checkpoint directory over from whoever had it, and starts receivers and the
     * batch clock in threads of their own. A warning and nothing else when the context is active.
     *
     * @throws IllegalArgumentException when the definition is not valid
     * @throws IllegalStateException when the context was stopped, or another one is active in this JVM
     */
    public void start() {
        synchronized (StreamingContext.class) {
            synchronized (this) {
                switch (state) {
                    case ACTIVE ->
                        LoggerFactory.getLogger(StreamingContext.class)
                                .warn("StreamingContext has already been started");
                    case STOPPED -> throw new IllegalStateException("StreamingContext has already been stopped");
                    case INITIALIZED -> startOnly();
                }
            }
        }
    }

    private void startOnly() {
        if (active != null) {
            throw new IllegalStateException("Only one StreamingContext may be started in this JVM. Currently running"
                    + " StreamingContext was started at" + active.startedAt.longForm());
        }
        try {
            application = Application.start(
                    new Definition(graph, spark, checkpointDirectory, hadoop), listeners, Clock.system());
        } catch (Exception e) {
            state = StreamingContextState.STOPPED;
            throw UserCode.rethrow(DamagedCheckpointException.explain(e));
        }
        startedAt = CallSite.ofUser();
        state = StreamingContextState.ACTIVE;
        active = this;
    }

    /** Waits until the context is stopped; throws what ended the application, if something did. */
    public void awaitTermination() throws InterruptedException {
        Application running = running();
        running.awaitEnd();
        rethrowFailure(running);
    }

    /**
     * Waits until the context is stopped, at most so long.
     *
     * @return whether it is stopped; throws what ended the application, if something did
     */
    public boolean awaitTerminationOrTimeout(long timeoutMillis) throws InterruptedException {
        Application running = running();
        boolean ended = running.awaitEnd(timeoutMillis);
        rethrowFailure(running);
        return ended;
    }

    /** Stops at once, and the SparkContext too unless {@code spark.streaming.stopSparkContextByDefault} is false. */
    public void stop() {
        stop(Settings.of(spark.getConf(), graph.batchInterval().milliseconds()).stopSparkContextByDefault());
    }

    /** Stops at once. */
    public void stop(boolean stopSparkContext) {
        stop(stopSparkContext, false);
    }

    /**
     * Stops the context for good. Idempotent.
     *
     * @param stopSparkContext whether the SparkContext is stopped too; otherwise it can be used on
     * @param stopGracefully whether everything that was received is processed first
     */
    public void stop(boolean stopSparkContext, boolean stopGracefully) {
        if (listeners.isListenerThread()) {
            throw UserCode.rethrow(new SparkException("Cannot stop StreamingContext within listener bus thread."));
        }
        Application running;
        synchronized (this) {
            running = application;
            state = StreamingContextState.STOPPED;
        }
        try {
            if (running != null && stopGracefully) {
                running.stopGracefully();
            } else if (running != null) {
                running.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            deactivate();
            if (stopSparkContext) {
                spark.stop();
            }
        }
    }

    /** {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    @Override
    StreamingContext self() {
        return this;
    }

    @Override
    synchronized void requireDefinable() {
        switch (state) {
            case INITIALIZED -> {}
            case ACTIVE ->
                throw new IllegalStateException("Adding new inputs, transformations, and output operations after"
                        + " starting a context is not supported");
            case STOPPED ->
                throw new IllegalStateException("Adding new inputs, transformations, and output operations after"
                        + " stopping a context is not supported");
        }
    }

    private synchronized Application running() {
        if (application == null) {
            throw new IllegalStateException("StreamingContext has not been started");
        }
        return application;
    }

    private void deactivate() {
        synchronized (StreamingContext.class) {
            if (active == this) {
                active = null;
            }
        }
    }

    private static void rethrowFailure(Application ended) {
        Exception failure = ended.failure();
        if (failure != null) {
            throw UserCode.rethrow(failure);
        }
    }

    private static Duration requireDuration(@Nullable Duration batchDuration) {
        if (batchDuration == null) {
            throw new IllegalArgumentException(
                    "requirement failed: Batch duration for StreamingContext cannot be null");
        }
        return batchDuration;
    }
}
