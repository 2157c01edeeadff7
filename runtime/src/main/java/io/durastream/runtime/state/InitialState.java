package io.durastream.runtime.state;

import java.io.Serializable;
import org.apache.spark.api.java.JavaPairRDD;
import org.jspecify.annotations.Nullable;

/**
 * The state that a user gave for the time before the first batch. Not part of a checkpoint: once a batch is committed, the
 * state itself is.
 */
final class InitialState<K, S> implements Serializable {

    private static final long serialVersionUID = 1;

    private final transient @Nullable JavaPairRDD<K, S> rdd;
    private final StateFunction<K, S, S, Void> loading;

    InitialState(JavaPairRDD<K, S> rdd, StateFunction<K, S, S, Void> loading) {
        this.rdd = rdd;
        this.loading = loading;
    }

    JavaPairRDD<K, S> rdd() {
        if (rdd == null) {
            throw new IllegalStateException(
                    "The application was recovered before its first batch was committed, and the"
                            + " initial state is not part of a checkpoint. Delete the checkpoint directory and start anew.");
        }
        return rdd;
    }

    StateFunction<K, S, S, Void> loading() {
        return loading;
    }
}
