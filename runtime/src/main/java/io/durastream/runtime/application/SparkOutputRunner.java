package io.durastream.runtime.application;

import io.durastream.Time;
import io.durastream.runtime.graph.OutputNode;
import io.durastream.runtime.graph.OutputRunner;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs the outputs of a batch one after the other on the batch thread, in the order of their definition. When one fails
 * the others still run; then the batch fails.
 */
final class SparkOutputRunner implements OutputRunner {

    /** Local properties that tasks and listeners find in every streaming job; their names are Spark Streaming's. */
    static final String BATCH_TIME_PROPERTY = "spark.streaming.internal.batchTime";

    static final String OUTPUT_ID_PROPERTY = "spark.streaming.internal.outputOpId";

    private final JavaSparkContext spark;
    private final BatchReporter reporter;

    SparkOutputRunner(JavaSparkContext spark, BatchReporter reporter) {
        this.spark = spark;
        this.reporter = reporter;
    }

    @Override
    public void run(Time time, List<OutputNode<?>> outputs) throws Exception {
        Exception failure = null;
        try {
            for (int id = 0; id < outputs.size(); id++) {
                Exception failed = run(time, id, outputs.get(id));
                failure = failure == null ? failed : failure;
            }
        } finally {
            describe(null, null, null);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable Exception run(Time time, int id, OutputNode<?> output) throws InterruptedException {
        describe(
                Long.toString(time.milliseconds()),
                Integer.toString(id),
                "Streaming job from [output operation " + id + ", batch time " + time + "]");
        reporter.outputStarted(time, id, output);
        try {
            output.run(time);
            reporter.outputCompleted(time, id, output, null);
            return null;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            reporter.outputCompleted(time, id, output, e);
            return e;
        }
    }

    private void describe(@Nullable String time, @Nullable String output, @Nullable String description) {
        spark.setLocalProperty(BATCH_TIME_PROPERTY, time);
        spark.setLocalProperty(OUTPUT_ID_PROPERTY, output);
        spark.setLocalProperty("spark.job.description", description);
    }
}
