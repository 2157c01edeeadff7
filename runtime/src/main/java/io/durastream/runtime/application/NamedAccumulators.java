package io.durastream.runtime.application;

import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.NamedValue;
import io.durastream.statestore.IncompatibleStateException;
import io.durastream.statestore.KryoSerializers;
import io.durastream.statestore.StateSerializer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accumulators that are registered by name with a context: their values are a part of each batch's commit, and come
 * back with a recovery. Guarded by its monitor: users register and read, the batch thread commits.
 */
public final class NamedAccumulators {

    private static final Logger LOG = LoggerFactory.getLogger(NamedAccumulators.class);

    /** Their names in the batch log; other things have values there too. */
    private static final String PREFIX = "accumulator/";

    private final JavaSparkContext spark;
    private final StateSerializer<AccumulatorV2<?, ?>> serializer = KryoSerializers.any();
    private final Map<String, AccumulatorV2<?, ?>> registered = new TreeMap<>();

    /** What the batch log has, also for names that nobody has registered. */
    private final Map<String, Bytes> committed = new HashMap<>();

    /** To go back to when a batch fails. */
    private final Map<String, Bytes> beforeBatch = new HashMap<>();

    public NamedAccumulators(JavaSparkContext spark) {
        this.spark = spark;
    }

    public JavaSparkContext spark() {
        return spark;
    }

    /**
     * Registers an accumulator with the SparkContext and with this context; when there is one of this name already, as
     * after a recovery, gives that.
     *
     * @throws IllegalArgumentException when the one of this name is of another class
     */
    public synchronized <A extends AccumulatorV2<?, ?>> A register(A accumulator, String name) {
        AccumulatorV2<?, ?> known = registered.get(name);
        if (known == null) {
            add(accumulator, name);
            return accumulator;
        }
        if (!known.getClass().equals(accumulator.getClass())) {
            throw new IllegalArgumentException("Accumulator '" + name + "' is registered with this context as a "
                    + known.getClass().getName() + ", got a "
                    + accumulator.getClass().getName() + "; use another name");
        }
        @SuppressWarnings("unchecked") // the same class
        A same = (A) known;
        return same;
    }

    /** All by name, sorted; a snapshot. */
    public synchronized Map<String, AccumulatorV2<?, ?>> all() {
        return Collections.unmodifiableMap(new TreeMap<>(registered));
    }

    /** The name of the accumulator with this id. */
    synchronized Optional<String> nameOf(long id) {
        return registered.entrySet().stream()
                .filter(entry -> entry.getValue().id() == id)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The bytes of an accumulator that is not registered. */
    synchronized byte[] encode(AccumulatorV2<?, ?> accumulator) {
        return serializer.serialize(accumulator);
    }

    synchronized AccumulatorV2<?, ?> decode(byte[] bytes) {
        return serializer.deserialize(bytes);
    }

    /** Takes the values over that the last commit left, before the first batch. */
    synchronized void restore(Collection<NamedValue> values) {
        for (NamedValue value : values) {
            if (value.name().startsWith(PREFIX)) {
                committed.put(value.name().substring(PREFIX.length()), value.value());
            }
        }
        registered.forEach((name, accumulator) -> begin(accumulator, name));
        List<String> unknown = committed.keySet().stream()
                .filter(name -> !registered.containsKey(name))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            LOG.warn(
                    "The checkpoint has values of accumulators that the application has not registered; they are kept"
                            + " until it does: {}",
                    unknown);
        }
    }

    /** The values that a batch changed, to be committed with it. */
    synchronized List<NamedValue> changes() {
        List<NamedValue> changes = new ArrayList<>();
        registered.forEach((name, accumulator) -> {
            Bytes now = valueOf(accumulator);
            beforeBatch.put(name, now);
            if (!now.equals(committed.put(name, now))) {
                changes.add(new NamedValue(PREFIX + name, now));
            }
        });
        return changes;
    }

    /** Takes back what a batch that failed has added. */
    synchronized void rollBack() {
        registered.forEach((name, accumulator) -> set(accumulator, name, beforeBatch.get(name)));
    }

    private void add(AccumulatorV2<?, ?> accumulator, String name) {
        if (!accumulator.isRegistered()) {
            spark.sc().register(accumulator, name);
        }
        registered.put(name, accumulator);
        begin(accumulator, name);
    }

    private void begin(AccumulatorV2<?, ?> accumulator, String name) {
        set(accumulator, name, committed.get(name));
        beforeBatch.put(name, valueOf(accumulator));
    }

    private Bytes valueOf(AccumulatorV2<?, ?> accumulator) {
        return Bytes.of(serializer.serialize(accumulator.copy()));
    }

    private void set(AccumulatorV2<?, ?> accumulator, String name, @Nullable Bytes value) {
        if (value == null) {
            return;
        }
        try {
            AccumulatorV2<?, ?> decoded = serializer.deserialize(value.toByteArray());
            accumulator.reset();
            merge(accumulator, decoded);
        } catch (IncompatibleStateException | ClassCastException e) {
            throw new IllegalStateException(
                    "The value of accumulator '" + name + "' that the checkpoint has cannot be restored: "
                            + e.getMessage() + ". Register it under another name to begin anew",
                    e);
        }
    }

    @SuppressWarnings("unchecked") // a ClassCastException is the caller's to explain
    private static <I, O> void merge(AccumulatorV2<I, O> into, AccumulatorV2<?, ?> from) {
        into.merge((AccumulatorV2<I, O>) from);
    }
}
