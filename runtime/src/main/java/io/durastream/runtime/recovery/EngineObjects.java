package io.durastream.runtime.recovery;

import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;

/**
 * What the functions of a graph refer to and only a living SparkContext has. A saved graph holds names and values in
 * their place; a restored one gets objects of the new SparkContext.
 */
public interface EngineObjects {

    /** The name under which an accumulator is restored; empty for one that is not registered with the context. */
    Optional<String> nameOf(AccumulatorV2<?, ?> accumulator);

    /** An accumulator without its value, in bytes that are the same whenever it is. */
    byte[] encode(AccumulatorV2<?, ?> empty);

    /**
     * The accumulator of this name, registered with the new SparkContext.
     *
     * @param name null for one that has none: it is made anew, and counts from zero
     * @param empty what {@link #encode} gave
     */
    AccumulatorV2<?, ?> accumulator(@Nullable String name, byte[] empty);

    /** The value as a broadcast variable of the new SparkContext. */
    Broadcast<?> broadcast(Object value);
}
