package io.durastream;

import java.io.Serializable;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Something that can be read again from a position: how a stream of your own is added, by {@link
 * StreamingContext#inputStream}. A source that can only push is a {@link Receiver} instead.
 *
 * <p>A source has two parts. On the driver a {@link SourcePlanner} chooses, for each batch, which {@link PositionRange} of
 * the source the batch reads; {@link #read} turns a range into an RDD. The numbers 0, 1, 2 …, ten in each batch:
 *
 * <pre>{@code
 * final class Numbers extends Source<Long> {
 *     @Override public SourcePlanner open(SourceContext context) {
 *         AtomicLong next = new AtomicLong(context.lastPlanned().map(PositionRange::until).orElse(0L));
 *         return time -> PositionRange.between(next.get(), next.addAndGet(10));
 *     }
 *     @Override public JavaRDD<Long> read(JavaSparkContext spark, Time time, PositionRange range) {
 *         return spark.parallelize(LongStream.range(range.from(), range.until()).boxed().toList());
 *     }
 * }
 * }</pre>
 *
 * <p><b>What is promised</b>, with a checkpoint directory:
 *
 * <ul>
 *   <li>The range of a batch is durable before anything of the batch can be seen: before it is read, before an output runs.
 *   <li>A batch that is executed again, in this process or in another after a crash, gets the range that it had. So that it
 *       also gets the same records, {@link #read} must give the same records in the same order and partitions for the same
 *       range, whenever it is asked.
 *   <li>After a restart, the source is opened with the ranges that were planned, and plans on from there: nothing is
 *       skipped and nothing is read by two batches. A range that was chosen and not yet durable when the process died was
 *       seen by nobody, and is not among them.
 *   <li>{@link SourcePlanner#committed} is told when outputs and state that come from a range are durable.
 * </ul>
 *
 * <p>Without a checkpoint directory the same holds within one process.
 *
 * <p>A source is a part of the saved application: it is serialized when the context starts with a checkpoint directory, and
 * restored from there. Its fields are the settings of the source; connections belong into the planner.
 *
 * @param <T> records
 */
public abstract class Source<T> implements Serializable {

    private static final long serialVersionUID = 1;

    /** For subclasses. */
    protected Source() {}

    /**
     * What tells this source from others in the same application and stays the same over restarts, such as an address or a
     * topic. It is part of the id under which a checkpoint finds the positions again, unless the stream has a {@linkplain
     * DStream#uid uid}.
     *
     * @return by default the name of the class
     */
    public String identity() {
        return getClass().getName();
    }

    /**
     * Opens the driver's side of the source. Called once, by the thread that starts the context, before any other method of
     * the planner.
     *
     * @param context the running application, and the ranges that were planned before
     * @return what plans the batches until the context stops
     * @throws java.io.IOException when the source cannot be opened: the context does not start
     */
    public abstract SourcePlanner open(SourceContext context) throws java.io.IOException;

    /**
     * The records of a range. Called on the driver when a stream needs them, as a rule once a batch; and again for the same
     * range when a batch is executed again, and after a restart for the earlier batches that a window reaches back to. A
     * range must be readable for that long.
     *
     * @param spark the engine
     * @param time the batch that the range was planned for
     * @param range as the planner gave it
     * @return never null; an empty RDD for an empty range. An exception fails the batch.
     */
    public abstract JavaRDD<T> read(JavaSparkContext spark, Time time, PositionRange range);

    /**
     * For how long before its own time a batch needs the ranges of earlier ones in order to be <em>planned</em>, so that
     * {@link SourceContext#planned} has them after a restart. The last range is always there.
     *
     * @return by default zero: the last range is enough
     */
    public Duration memory() {
        return new Duration(0);
    }

    /**
     * What listeners are told of a range beside its number of records and description: the {@linkplain
     * StreamInputInfo#metadata metadata} of the batch. Called on the batch thread.
     *
     * @param range as the planner gave it
     * @return by default nothing
     */
    public Map<String, Object> metadata(PositionRange range) {
        return Map.of();
    }
}
