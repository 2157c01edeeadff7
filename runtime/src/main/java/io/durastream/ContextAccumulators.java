package io.durastream;

import io.durastream.runtime.application.NamedAccumulators;
import io.durastream.runtime.graph.StreamGraph;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.AccumulatorV2;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * The accumulators of a {@link StreamingContext}: Spark's, registered by name with the context. With a checkpoint
 * directory, their values are committed with each batch. A recovery brings them back as the last committed batch left
 * them, so that a batch that is executed again counts once; {@link StreamingContext#start} does that, before the first
 * batch.
 *
 * <p>Functions of streams refer to them as to any accumulator. In an application that is restored from its checkpoint
 * they find the restored ones; the main program gets these by asking for the same name once more. A factory that defines
 * the application anew registers them as it did before. Values whose name an application does not register are kept in
 * the checkpoint, and named in the log at the start.
 *
 * <p>As everywhere in Spark, updates in transformations count again when a task is repeated within one attempt of a
 * batch; those in output operations, where Spark applies each task's once, do not.
 */
abstract class ContextAccumulators extends StreamDefinitions {

    final NamedAccumulators accumulators;

    ContextAccumulators(JavaSparkContext spark, StreamGraph graph, NamedAccumulators accumulators) {
        super(spark, graph);
        this.accumulators = accumulators;
    }

    /**
     * The sum of longs of this name, registered with the first call.
     *
     * @param name what it is found by, now and after a recovery
     * @return the accumulator, made or recovered
     */
    public LongAccumulator longAccumulator(String name) {
        return accumulator(new LongAccumulator(), name);
    }

    /**
     * The sum of doubles of this name, registered with the first call.
     *
     * @param name what it is found by, now and after a recovery
     * @return the accumulator, made or recovered
     */
    public DoubleAccumulator doubleAccumulator(String name) {
        return accumulator(new DoubleAccumulator(), name);
    }

    /**
     * The list of this name, registered with the first call. All of it is written with each commit that changes it.
     *
     * @param <T> elements
     * @param name what it is found by, now and after a recovery
     * @return the accumulator, made or recovered
     */
    public <T> CollectionAccumulator<T> collectionAccumulator(String name) {
        return accumulator(new CollectionAccumulator<>(), name);
    }

    /**
     * The accumulator of this name: {@code accumulator}, registered with Spark and with this context, or the one that is
     * there already, as after a recovery. Its class is written by Kryo, field by field; a value that does not fit the
     * class any more is refused at the start, by name.
     *
     * @param <A> the kind of accumulator
     * @param accumulator a new one, of the class that is wanted
     * @param name what it is found by, now and after a recovery
     * @return the accumulator to use, which may be another object than the one given
     * @throws IllegalArgumentException when the one that is there is of another class
     */
    public <A extends AccumulatorV2<?, ?>> A accumulator(A accumulator, String name) {
        return accumulators.register(accumulator, name);
    }

    /**
     * All accumulators that are registered with this context, by name.
     *
     * @return a copy
     */
    public Map<String, AccumulatorV2<?, ?>> accumulators() {
        return accumulators.all();
    }
}
