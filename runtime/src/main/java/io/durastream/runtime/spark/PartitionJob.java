package io.durastream.runtime.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * A job that takes one value from each partition of an RDD. The same as Spark's own {@code runJob}, less its search
 * through the byte code of the function, which costs more than all else that the driver does for a small job.
 */
public final class PartitionJob {

    private PartitionJob() {}

    /**
     * Runs the job with the local properties of the calling thread, and waits for its end. Throws what Spark throws for
     * a job that failed, a {@link org.apache.spark.SparkException}.
     *
     * @return one value a partition, each of the first attempt that succeeded
     */
    @SuppressWarnings("unchecked") // only values of U are put
    public static <T, U> List<U> run(JavaRDD<T> rdd, Taking<T, U> taking) {
        SparkContext spark = rdd.context();
        List<Object> partitions = new ArrayList<>(
                IntStream.range(0, rdd.getNumPartitions()).boxed().toList());
        Object[] values = new Object[partitions.size()];
        spark.dagScheduler()
                .runJob(
                        rdd.rdd(),
                        new Task<>(taking),
                        CollectionConverters.asScala(partitions).toSeq(),
                        spark.getCallSite(),
                        new Put<>(values),
                        spark.getLocalProperties());
        rdd.rdd().doCheckpoint();
        return (List<U>) Arrays.asList(values);
    }

    /** What is taken from the elements of a partition, on an executor. */
    @FunctionalInterface
    public interface Taking<T, U> extends Function<java.util.Iterator<T>, U>, Serializable {}

    private static final class Task<T, U> extends AbstractFunction2<TaskContext, Iterator<T>, U>
            implements Serializable {

        private static final long serialVersionUID = 1;

        private final Taking<T, U> taking;

        Task(Taking<T, U> taking) {
            this.taking = taking;
        }

        @Override
        public U apply(TaskContext context, Iterator<T> elements) {
            return taking.apply(CollectionConverters.asJava(elements));
        }
    }

    /** Called by one thread of Spark's scheduler, at most once a partition, before {@code runJob} returns. */
    private static final class Put<U> extends AbstractFunction2<Object, U, BoxedUnit> {

        private final Object[] values;

        Put(Object[] values) {
            this.values = values;
        }

        @Override
        public BoxedUnit apply(Object partition, U value) {
            values[(Integer) partition] = value;
            return BoxedUnit.UNIT;
        }
    }
}
