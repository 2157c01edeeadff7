package io.durastream.runtime.state;

import java.io.Serializable;
import org.apache.spark.api.java.JavaPairRDD;
import org.jspecify.annotations.Nullable;

/**
 * The state that a user gave for the time before the first batch. Not part of a checkpoint: once a batch is committed, the
 * state itself is. Before that, a recovery asks the application's factory for it; the class is public to be found in a
 * saved graph.
 */
public final class InitialState<K, S> implements Serializable {

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
                    "The initial state is not part of a checkpoint, and no batch was committed before the failure."
                            + " Recover with getOrCreate, whose factory gives it again");
        }
        return rdd;
    }

    StateFunction<K, S, S, Void> loading() {
        return loading;
    }
}
