package io.durastream.runtime.graph;

import io.durastream.Time;
import io.durastream.runtime.spark.OutputDirectories;
import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.VoidFunction2;

/** An output operation: a function that is called on the driver with the RDD of each time on its stream's grid. */
public final class OutputNode<T> implements Serializable {

    private static final long serialVersionUID = 1;

    private final StreamNode<T> parent;
    private final String name;
    private final VoidFunction2<JavaRDD<T>, Time> function;
    private final CallSite definedAt = CallSite.ofUser();

    /** @param name what it is, in the words of the API: {@code foreachRDD} */
    public OutputNode(StreamNode<T> parent, String name, VoidFunction2<JavaRDD<T>, Time> function) {
        this.parent = parent;
        this.name = name;
        this.function = function;
    }

    public StreamNode<T> parent() {
        return parent;
    }

    /** {@code foreachRDD at App.java:42}. */
    public String name() {
        return name + " at " + definedAt.shortForm();
    }

    public CallSite definedAt() {
        return definedAt;
    }

    /** Whether the stream has a batch at this time: its slide may be longer than the batch interval. */
    public boolean isDue(Time time) {
        return parent.isOnGrid(time);
    }

    /**
     * Runs the output of a batch; nothing where the stream has no RDD. Output directories that exist are no error for Spark
     * meanwhile: the batch may have been executed before.
     */
    public void run(Time time) throws Exception {
        OutputDirectories.mayExistIn(() -> {
            JavaRDD<T> rdd = parent.rdd(time);
            if (rdd != null) {
                function.call(rdd, time);
            }
        });
    }
}
