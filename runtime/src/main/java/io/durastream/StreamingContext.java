package io.durastream;

import io.durastream.runtime.application.Definition;
import io.durastream.runtime.application.ListenerBus;
import io.durastream.runtime.application.NamedAccumulators;
import io.durastream.runtime.application.Settings;
import io.durastream.runtime.application.SparkObjects;
import io.durastream.runtime.graph.StreamGraph;
import io.durastream.runtime.graph.UserCode;
import io.durastream.runtime.recovery.Checkpoint;
import io.durastream.runtime.recovery.SavedApplication;
import io.durastream.runtime.spark.HadoopConfigurations;
import io.durastream.runtime.standby.LoadedApplication;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
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
public final class StreamingContext extends ContextAccumulators implements Closeable {

    private final ListenerBus listeners = new ListenerBus();
    private final ContextLife life = new ContextLife(listeners);
    private final Configuration hadoop;
    private final @Nullable SavedApplication restoredFrom;

    /** Guarded by this object's monitor. */
    private @Nullable String checkpointDirectory;

    /** What the checkpoint held when this context was made by who looked; guarded by this object's monitor. */
    private @Nullable String loadedBeside;

    /**
     * A context on an existing SparkContext, which needs no configuration for it.
     *
     * @param sparkContext goes on when this context is stopped, if {@link #stop(boolean)} says so
     * @param batchDuration the time between two batches; more than zero
     */
    public StreamingContext(JavaSparkContext sparkContext, Duration batchDuration) {
        this(
                new StreamGraph(requireDuration(batchDuration)),
                new NamedAccumulators(sparkContext),
                null,
                sparkContext.hadoopConfiguration(),
                null);
    }

    /**
     * A context on a SparkContext made from a configuration.
     *
     * @param conf master, application name, and whatever else is set
     * @param batchDuration the time between two batches; more than zero
     */
    public StreamingContext(SparkConf conf, Duration batchDuration) {
        this(new JavaSparkContext(conf), batchDuration);
    }

    /**
     * A context on a new SparkContext.
     *
     * @param master as for Spark, such as {@code local[2]}
     * @param appName the name that Spark shows
     * @param batchDuration the time between two batches; more than zero
     */
    public StreamingContext(String master, String appName, Duration batchDuration) {
        this(new SparkConf().setMaster(master).setAppName(appName), batchDuration);
    }

    /**
     * A context on a new SparkContext, with Spark's home on the executors and a jar for them.
     *
     * @param master as for Spark, such as {@code local[2]}
     * @param appName the name that Spark shows
     * @param batchDuration the time between two batches; more than zero
     * @param sparkHome where Spark is on the executors' machines
     * @param jarFile the jar with the classes of the application
     */
    public StreamingContext(String master, String appName, Duration batchDuration, String sparkHome, String jarFile) {
        this(master, appName, batchDuration, sparkHome, new String[] {jarFile});
    }

    /**
     * A context on a new SparkContext, with Spark's home on the executors and jars for them.
     *
     * @param master as for Spark, such as {@code local[2]}
     * @param appName the name that Spark shows
     * @param batchDuration the time between two batches; more than zero
     * @param sparkHome where Spark is on the executors' machines
     * @param jars jars with the classes of the application
     */
    public StreamingContext(String master, String appName, Duration batchDuration, String sparkHome, String[] jars) {
        this(master, appName, batchDuration, sparkHome, jars, Map.of());
    }

    /**
     * A context on a new SparkContext, with Spark's home on the executors, jars and environment variables for them.
     *
     * @param master as for Spark, such as {@code local[2]}
     * @param appName the name that Spark shows
     * @param batchDuration the time between two batches; more than zero
     * @param sparkHome where Spark is on the executors' machines
     * @param jars jars with the classes of the application
     * @param environment variables of the executors' processes
     */
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
     * @param path the checkpoint directory
     * @throws IllegalArgumentException when the directory holds no checkpoint
     */
    public StreamingContext(String path) {
        this(path, HadoopConfigurations.ofThisProcess());
    }

    /**
     * As {@link #StreamingContext(String)}, with a Hadoop configuration for the checkpoint's file system.
     *
     * @param path the checkpoint directory
     * @param hadoopConf how to reach the checkpoint directory
     */
    public StreamingContext(String path, Configuration hadoopConf) {
        this(
                Checkpoint.read(path, hadoopConf)
                        .orElseThrow(() -> new IllegalArgumentException("requirement failed: Spark Streaming cannot be"
                                + " initialized with both SparkContext and checkpoint as null"))
                        .withoutObstacle(),
                path,
                hadoopConf);
    }

    private StreamingContext(Checkpoint checkpoint, String path, Configuration hadoopConf) {
        this(
                checkpoint,
                new NamedAccumulators(JavaSparkContext.fromSparkContext(SparkContext.getOrCreate(checkpoint.conf()))),
                path,
                hadoopConf);
    }

    private StreamingContext(
            Checkpoint checkpoint, NamedAccumulators accumulators, String path, Configuration hadoopConf) {
        this(
                checkpoint.graph(new SparkObjects(accumulators)),
                accumulators,
                path,
                hadoopConf,
                checkpoint.ofSameCode().orElse(null));
        loadedBeside = checkpoint.digest();
    }

    private StreamingContext(
            StreamGraph graph,
            NamedAccumulators accumulators,
            @Nullable String checkpointDirectory,
            Configuration hadoop,
            @Nullable SavedApplication restoredFrom) {
        super(accumulators.spark(), graph, accumulators);
        this.hadoop = hadoop;
        this.restoredFrom = restoredFrom;
        String configured = spark.getConf().get("spark.streaming.checkpoint.directory", null);
        if (checkpointDirectory != null) {
            this.checkpointDirectory = checkpointDirectory;
        } else if (configured != null) {
            checkpoint(configured);
        }
    }

    /**
     * {@link #getOrCreate(String, Function0, Configuration, boolean)} with Spark's Hadoop configuration.
     *
     * @param checkpointPath the checkpoint directory, as for {@link #checkpoint}
     * @param creatingFunc makes the context, defines its streams and sets the same checkpoint directory
     * @return a context that is not started yet
     */
    public static StreamingContext getOrCreate(String checkpointPath, Function0<StreamingContext> creatingFunc) {
        return getOrCreate(checkpointPath, creatingFunc, HadoopConfigurations.ofThisProcess(), false);
    }

    /**
     * {@link #getOrCreate(String, Function0, Configuration, boolean)} where an unreadable checkpoint is an error.
     *
     * @param checkpointPath the checkpoint directory, as for {@link #checkpoint}
     * @param creatingFunc makes the context, defines its streams and sets the same checkpoint directory
     * @param hadoopConf how to reach the checkpoint directory
     * @return a context that is not started yet
     */
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
     *       positions by id; see {@link DStream#uid}. The same holds for an application that cannot be restored: its
     *       functions refer to RDDs, which end with their SparkContext, or it has an initial state and no batch was
     *       committed yet.
     * </ol>
     *
     * <p>Throws a {@link SparkException}, undeclared, when the checkpoint cannot be read.
     *
     * @param checkpointPath the checkpoint directory, as for {@link #checkpoint}
     * @param creatingFunc makes the context, defines its streams and sets the same checkpoint directory
     * @param hadoopConf how to reach the checkpoint directory
     * @param createOnError whether the function is called when the checkpoint cannot be read. The start will then refuse
     *     to go on over a damaged directory all the same: nothing is lost silently.
     * @return a context that is not started yet
     */
    public static StreamingContext getOrCreate(
            String checkpointPath,
            Function0<StreamingContext> creatingFunc,
            Configuration hadoopConf,
            boolean createOnError) {
        Checkpoint checkpoint = readCheckpoint(checkpointPath, hadoopConf, createOnError);
        if (checkpoint != null && checkpoint.isRestorable()) {
            return new StreamingContext(checkpoint, checkpointPath, hadoopConf);
        }
        try {
            StreamingContext created = creatingFunc.call();
            created.loadedBeside(checkpoint == null ? LoadedApplication.NONE : checkpoint.digest());
            return created;
        } catch (Exception e) {
            throw UserCode.rethrow(e);
        }
    }

    private synchronized void loadedBeside(String digest) {
        loadedBeside = digest;
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

    /**
     * The jar that a class was loaded from.
     *
     * @param cls any class
     * @return one path, or none when it came from a directory
     */
    public static String[] jarOfClass(Class<?> cls) {
        return JavaSparkContext.jarOfClass(cls);
    }

    /** {@return the SparkContext under this context; the same object at each call} */
    public JavaSparkContext sparkContext() {
        return spark;
    }

    /**
     * Sets the directory in which everything durable is kept, and makes it: any URI of HDFS or of the local disk. Null
     * turns checkpointing off. The default is {@code spark.streaming.checkpoint.directory}, or none.
     *
     * <p>Throws an {@link IOException}, undeclared, when the directory cannot be made.
     *
     * @param directory a URI, such as {@code hdfs://host/path} or {@code file:/path}, or null
     * @throws IllegalStateException when the context was started or stopped
     */
    public synchronized void checkpoint(@Nullable String directory) {
        requireDefinable();
        if (directory != null) {
            makeDirectory(new Path(directory));
        }
        checkpointDirectory = directory;
    }

    private void makeDirectory(Path directory) {
        try {
            if (!directory.getFileSystem(hadoop).mkdirs(directory)) {
                throw new IOException("Could not make the checkpoint directory " + directory);
            }
        } catch (IOException e) {
            throw UserCode.rethrow(e);
        }
    }

    /**
     * Keeps the RDDs of every stream at least so long. May be called once.
     *
     * @param duration from the time of a batch on
     */
    public synchronized void remember(Duration duration) {
        requireDefinable();
        Duration already = graph.remember();
        if (already != null) {
            throw new IllegalArgumentException(
                    "requirement failed: Remember duration already set as " + already + ". Cannot set it again.");
        }
        graph.remember(duration);
    }

    /**
     * Registers a listener, before or after the start; it hears what happens from then on.
     *
     * @param listener called by one thread, see {@link StreamingListener}
     */
    public void addStreamingListener(StreamingListener listener) {
        listeners.add(listener);
    }

    /**
     * {@return where this context is in its life; ACTIVE still while it is being stopped, and after a failure until it
     * is}
     */
    public StreamingContextState getState() {
        return life.state();
    }

    /**
     * Validates the definition, takes the checkpoint directory over from whoever had it, and starts receivers and the
     * batch clock in threads of their own. A warning and nothing else when the context is active.
     *
     * <p>In a process that is a warm standby it waits in between until that leads, which may take days; the streams cannot
     * be changed from then on. When the context is stopped meanwhile, nothing was taken over.
     *
     * @throws IllegalArgumentException when the definition is not valid
     * @throws IllegalStateException when the context was stopped, or another one is active in this JVM
     */
    public void start() {
        life.start(definition());
    }

    private synchronized Definition definition() {
        return new Definition(graph, spark, accumulators, checkpointDirectory, hadoop, loadedBeside, restoredFrom);
    }

    /**
     * Waits until the context is stopped, also when it is not even started. Throws what ended the application, if
     * something did, as the user's function or Spark threw it, each time it is called and after {@link #stop} too.
     *
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public void awaitTermination() throws InterruptedException {
        life.termination().await();
    }

    /**
     * As {@link #awaitTermination}, for at most so long.
     *
     * @param timeoutMillis in milliseconds
     * @return whether the context is stopped
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public boolean awaitTerminationOrTimeout(long timeoutMillis) throws InterruptedException {
        return life.termination().await(timeoutMillis);
    }

    /** Stops at once, and the SparkContext too unless {@code spark.streaming.stopSparkContextByDefault} is false. */
    public void stop() {
        stop(Settings.of(spark.getConf(), graph.batchInterval().milliseconds()).stopSparkContextByDefault());
    }

    /**
     * Stops at once: batches that wait are not begun, and one that runs gets two seconds; then it goes on in the
     * background, unless the SparkContext is stopped too. Both are executed after a restart.
     *
     * @param stopSparkContext whether the SparkContext is stopped too; otherwise it can be used on
     */
    public void stop(boolean stopSparkContext) {
        stop(stopSparkContext, false);
    }

    /**
     * Stops the context for good. Idempotent; a second caller waits for the first. Any thread may call it except one that
     * calls listeners.
     *
     * <p>Throws a {@link SparkException}, undeclared, when a listener calls it.
     *
     * @param stopSparkContext whether the SparkContext is stopped too; otherwise it can be used on
     * @param stopGracefully whether everything that was received is processed first, and every batch that is due; for at
     *     most {@code spark.streaming.gracefulStopTimeout}, ten batch intervals by default
     */
    public void stop(boolean stopSparkContext, boolean stopGracefully) {
        life.stop(stopGracefully);
        if (stopSparkContext) {
            spark.stop();
        }
    }

    /** {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    @Override
    void requireDefinable() {
        life.requireDefinable();
    }

    @Override
    StreamingContext self() {
        return this;
    }

    private static Duration requireDuration(@Nullable Duration batchDuration) {
        if (batchDuration == null) {
            throw new IllegalArgumentException(
                    "requirement failed: Batch duration for StreamingContext cannot be null");
        }
        return batchDuration;
    }
}
