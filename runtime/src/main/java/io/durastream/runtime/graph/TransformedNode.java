package io.durastream.runtime.graph;

import io.durastream.Duration;
import io.durastream.Time;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;

/** A stream whose RDD of a time is a function of the RDDs of several streams and of the time: transform, joins, cogroup. */
public final class TransformedNode<U> extends StreamNode<U> {

    /** What a user reads whose function gave null. */
    public static final String NO_RESULT =
            "Transform function must not return null. Return SparkContext.emptyRDD() instead to"
                    + " represent no element as the result of transformation.";

    private static final long serialVersionUID = 1;

    private final String kind;
    private final Transformation<U> transformation;

    /**
     * @param kind the operator, in the words of the API
     * @throws IllegalArgumentException when the parents have different slide durations
     */
    public TransformedNode(String kind, List<StreamNode<?>> parents, Transformation<U> transformation) {
        super(parents);
        this.kind = kind;
        this.transformation = transformation;
        requireOneSlide(parents);
    }

    /** Fails, in the words of the API, unless all streams have the same slide duration. */
    static void requireOneSlide(List<? extends StreamNode<?>> streams) {
        if (streams.stream().map(StreamNode::slide).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "requirement failed: Some of the DStreams have different slide durations");
        }
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public Duration slide() {
        return parents().get(0).slide();
    }

    @Override
    protected JavaRDD<U> compute(Time time) {
        List<JavaRDD<?>> rdds = new ArrayList<>();
        for (StreamNode<?> parent : parents()) {
            JavaRDD<?> rdd = parent.rdd(time);
            if (rdd == null) {
                throw UserCode.rethrow(new SparkException("Couldn't generate RDD from parent at time " + time));
            }
            rdds.add(rdd);
        }
        try {
            return Objects.requireNonNull(transformation.apply(rdds, time), NO_RESULT);
        } catch (Exception e) {
            throw UserCode.rethrow(e);
        }
    }

    /** The user's function, over the parents' RDDs in their order. */
    @FunctionalInterface
    public interface Transformation<U> extends Serializable {
        JavaRDD<U> apply(List<JavaRDD<?>> rdds, Time time) throws Exception;
    }
}
