package io.durastream.runtime.graph;

import io.durastream.Duration;
import io.durastream.Time;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;

/** All elements of several streams of the same slide. */
public final class UnionNode<T> extends StreamNode<T> {

    private static final long serialVersionUID = 1;

    private final List<StreamNode<T>> streams;

    /** @throws IllegalArgumentException when there is no stream, or when their slide durations differ */
    public UnionNode(List<StreamNode<T>> streams) {
        super(streams);
        if (streams.isEmpty()) {
            throw new IllegalArgumentException("requirement failed: Union called on no streams");
        }
        this.streams = List.copyOf(streams);
        TransformedNode.requireOneSlide(streams);
    }

    @Override
    public String kind() {
        return "union";
    }

    @Override
    public Duration slide() {
        return streams.get(0).slide();
    }

    @Override
    protected JavaRDD<T> compute(Time time) {
        List<JavaRDD<T>> rdds = new ArrayList<>();
        for (StreamNode<T> stream : streams) {
            JavaRDD<T> rdd = stream.rdd(time);
            if (rdd == null) {
                throw UserCode.rethrow(
                        new SparkException("Could not generate RDD from a parent for unifying at time " + time));
            }
            rdds.add(rdd);
        }
        return unionOf(runtime(), rdds);
    }

    static <T> JavaRDD<T> unionOf(GraphRuntime runtime, List<JavaRDD<T>> rdds) {
        if (rdds.size() == 1) {
            return rdds.get(0);
        }
        @SuppressWarnings({"unchecked", "rawtypes"})
        JavaRDD<T>[] array = rdds.toArray(new JavaRDD[0]);
        return runtime.spark().union(array);
    }
}
