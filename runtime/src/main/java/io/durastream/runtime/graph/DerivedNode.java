package io.durastream.runtime.graph;

import io.durastream.Duration;
import io.durastream.Time;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose RDD of a time is a function of its one parent's RDD of the same time: every stateless operator on one
 * stream.
 */
public final class DerivedNode<T, U> extends StreamNode<U> {

    private static final long serialVersionUID = 1;

    private final String kind;
    private final StreamNode<T> parent;
    private final Derivation<T, U> derivation;
    private final StreamNode<?> identity;

    /**
     * @param kind the operator, in the words of the API
     * @param derivation what becomes of the parent's RDD; called on the driver, once a batch
     */
    public DerivedNode(String kind, StreamNode<T> parent, Derivation<T, U> derivation) {
        this(kind, parent, derivation, null);
    }

    /** @param identity the stream that this one is a view of; null: itself */
    public DerivedNode(
            String kind, StreamNode<T> parent, Derivation<T, U> derivation, @Nullable StreamNode<?> identity) {
        super(List.of(parent));
        this.kind = kind;
        this.parent = parent;
        this.derivation = derivation;
        this.identity = identity == null ? this : identity;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public Duration slide() {
        return parent.slide();
    }

    @Override
    public StreamNode<?> identity() {
        return identity;
    }

    @Override
    public List<Object> shipped() {
        return List.of(derivation);
    }

    @Override
    protected @Nullable JavaRDD<U> compute(Time time) {
        JavaRDD<T> rdd = parent.rdd(time);
        return rdd == null ? null : derivation.apply(rdd);
    }

    /** An RDD made from an RDD. */
    @FunctionalInterface
    public interface Derivation<T, U> extends Serializable {
        JavaRDD<U> apply(JavaRDD<T> rdd);
    }
}
