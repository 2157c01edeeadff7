package io.durastream.runtime.recovery;

import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;

/** What a saved graph holds in place of an object that belongs to a SparkContext. */
sealed interface StandIn extends Serializable {

    /** The object that it stands for, in the SparkContext of now. */
    Object restored(EngineObjects engine) throws IOException;

    /** The object to write for this one: a stand-in, or itself. */
    static Object of(Object object, EngineObjects engine) {
        if (object instanceof AccumulatorV2<?, ?> accumulator) {
            // Spark has replaced it by an empty copy with the same id.
            return new OfAccumulator(
                    engine.nameOf(accumulator).orElse(null), engine.encode(accumulator.copyAndReset()));
        }
        if (object instanceof Broadcast<?> broadcast) {
            return new OfBroadcast(broadcast.value());
        }
        return object instanceof RDD ? new OfRdd(object.toString()) : object;
    }

    /** The name of an accumulator and its form without a value; no name when it is not registered with the context. */
    final class OfAccumulator implements StandIn {

        private static final long serialVersionUID = 1;

        private final @Nullable String name;
        private final byte[] empty;

        OfAccumulator(@Nullable String name, byte[] empty) {
            this.name = name;
            this.empty = empty;
        }

        @Override
        public Object restored(EngineObjects engine) {
            return engine.accumulator(name, empty);
        }
    }

    /** The value of a broadcast variable, as a whole. */
    record OfBroadcast(Object value) implements StandIn {
        @Override
        public Object restored(EngineObjects engine) {
            return engine.broadcast(value);
        }
    }

    /** An RDD ends with its SparkContext; the application is defined anew instead of restored. */
    record OfRdd(String description) implements StandIn {
        @Override
        public Object restored(EngineObjects engine) throws IOException {
            throw new IOException(
                    "The saved graph refers to an RDD, which ended with its SparkContext: " + description);
        }
    }
}
