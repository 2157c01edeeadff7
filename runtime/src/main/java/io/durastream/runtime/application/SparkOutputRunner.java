package io.durastream.runtime.application;

import io.durastream.Time;
import io.durastream.runtime.graph.OutputNode;
import io.durastream.runtime.graph.OutputRunner;
import io.durastream.runtime.spark.LocalProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs the outputs of a batch in the order of their definition: one after the other on the batch thread, or several at a
 * time on threads of its own. When one fails the others still run; then the batch fails.
 *
 * <p>The jobs of each output have the local properties of the thread that started the context, as they were then, and
 * those that say which batch and which output they belong to.
 */
final class SparkOutputRunner implements OutputRunner, AutoCloseable {

    /** Local properties that tasks and listeners find in every streaming job; their names are Spark Streaming's. */
    static final String BATCH_TIME_PROPERTY = "spark.streaming.internal.batchTime";

    static final String OUTPUT_ID_PROPERTY = "spark.streaming.internal.outputOpId";

    private final JavaSparkContext spark;
    private final BatchReporter reporter;
    private final LocalProperties properties;
    private final @Nullable ExecutorService pool;

    /**
     * @param properties of the thread that starts the context
     * @param concurrent how many outputs of a batch run at a time
     */
    SparkOutputRunner(JavaSparkContext spark, BatchReporter reporter, LocalProperties properties, int concurrent) {
        this.spark = spark;
        this.reporter = reporter;
        this.properties = properties;
        this.pool = concurrent == 1
                ? null
                : Executors.newFixedThreadPool(concurrent, task -> {
                    Thread made = new Thread(task, "durastream-outputs");
                    made.setDaemon(true);
                    return made;
                });
    }

    @Override
    public void run(Time time, List<OutputNode<?>> outputs) throws Exception {
        List<Callable<Optional<Throwable>>> due = new ArrayList<>();
        for (int id = 0; id < outputs.size(); id++) {
            int number = id;
            if (outputs.get(id).isDue(time)) {
                due.add(() -> run(time, number, outputs.get(number)));
            }
        }
        Optional<Throwable> failure = pool == null ? runInTurn(due) : runTogether(due, pool);
        if (failure.isPresent()) {
            throw asException(failure.get());
        }
    }

    /** Gives the calling thread the properties that jobs of a batch have. The threads of the pool inherit them. */
    void resetProperties() {
        properties.applyToThisThread(spark);
    }

    /** All jobs of the SparkContext, of receivers too. */
    void cancelJobs() {
        spark.cancelAllJobs();
    }

    /** Ends the threads; an output that still runs goes on by itself. */
    @Override
    public void close() {
        if (pool != null) {
            pool.shutdown();
        }
    }

    private static Optional<Throwable> runInTurn(List<Callable<Optional<Throwable>>> outputs) throws Exception {
        Optional<Throwable> first = Optional.empty();
        for (Callable<Optional<Throwable>> output : outputs) {
            Optional<Throwable> failure = output.call();
            first = first.or(() -> failure);
        }
        return first;
    }

    private static Optional<Throwable> runTogether(List<Callable<Optional<Throwable>>> outputs, ExecutorService pool)
            throws Exception {
        Optional<Throwable> first = Optional.empty();
        for (Future<Optional<Throwable>> ended : pool.invokeAll(outputs)) {
            Optional<Throwable> failure = ended.get();
            first = first.or(() -> failure);
        }
        return first;
    }

    private Optional<Throwable> run(Time time, int id, OutputNode<?> output) throws InterruptedException {
        spark.setLocalProperty(BATCH_TIME_PROPERTY, Long.toString(time.milliseconds()));
        spark.setLocalProperty(OUTPUT_ID_PROPERTY, Integer.toString(id));
        spark.setJobDescription("Streaming job from [output operation " + id + ", batch time " + time + "]");
        reporter.outputStarted(time, id, output);
        try {
            output.run(time);
            reporter.outputCompleted(time, id, output, null);
            return Optional.empty();
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            reporter.outputCompleted(time, id, output, e);
            return Optional.of(e);
        } finally {
            resetProperties(); // whatever the output has set is not for the next one
        }
    }

    private static Exception asException(Throwable failure) {
        return failure instanceof Exception exception ? exception : new UserError((Error) failure);
    }
}
