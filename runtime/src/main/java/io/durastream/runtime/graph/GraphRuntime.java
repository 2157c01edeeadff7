package io.durastream.runtime.graph;

import io.durastream.Time;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.StateEntry;
import io.durastream.runtime.state.Partitionings;
import io.durastream.runtime.state.StateAccess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of a graph share while the application runs: the engine, the grid, and what is known of each batch
 * that is still remembered, its plan and the versions of its state. Guarded by {@link #lock()}: the batch thread
 * writes, {@code slice} on a user's thread reads.
 */
public final class GraphRuntime {

    private final JavaSparkContext spark;
    private final Time zeroTime;
    private final Map<StreamNode<?>, OperatorId> ids;
    private final @Nullable StateAccess stateAccess;
    private final Partitionings partitionings;
    private final TreeMap<BatchTime, Batch> batches = new TreeMap<>();
    private final Map<OperatorId, BatchTime> firstVersions = new HashMap<>();
    private final Object lock = new Object();

    /**
     * @param stateAccess how executors reach the state; null without a checkpoint directory
     * @param partitionings how the state that the batch log names is spread
     */
    public GraphRuntime(
            JavaSparkContext spark,
            Time zeroTime,
            Map<StreamNode<?>, OperatorId> ids,
            @Nullable StateAccess stateAccess,
            Partitionings partitionings) {
        this.spark = spark;
        this.zeroTime = zeroTime;
        this.ids = Map.copyOf(ids);
        this.stateAccess = stateAccess;
        this.partitionings = partitionings;
    }

    public JavaSparkContext spark() {
        return spark;
    }

    public Time zeroTime() {
        return zeroTime;
    }

    Object lock() {
        return lock;
    }

    public OperatorId idOf(StreamNode<?> node) {
        OperatorId id = ids.get(node);
        if (id == null) {
            throw new IllegalStateException(node + " has no operator id");
        }
        return id;
    }

    public StateAccess stateAccess() {
        if (stateAccess == null) {
            throw new IllegalStateException("Keyed state needs a checkpoint directory");
        }
        return stateAccess;
    }

    public Partitionings partitionings() {
        return partitionings;
    }

    /** What a batch reads of an input; null when the batch is not remembered. */
    @Nullable
    InputRange planned(StreamNode<?> input, Time time) {
        Batch batch = batches.get(new BatchTime(time.milliseconds()));
        return batch == null ? null : batch.inputs.get(idOf(input));
    }

    /** The state of an operator as a batch left it, by partition; empty before the first. */
    public List<StateEntry> stateAt(StreamNode<?> operator, Time time) {
        Batch batch = batches.get(new BatchTime(time.milliseconds()));
        List<StateEntry> known = batch == null ? null : batch.state.get(idOf(operator));
        return known == null ? List.of() : known;
    }

    /**
     * The state of an operator as the last batch before {@code time} left it, by partition; empty when the operator is
     * new.
     */
    public List<StateEntry> stateBefore(StreamNode<?> operator, Time time) {
        OperatorId id = idOf(operator);
        BatchTime before = new BatchTime(time.milliseconds());
        for (Batch batch : batches.headMap(before, false).descendingMap().values()) {
            List<StateEntry> known = batch.state.get(id);
            if (known != null) {
                return known;
            }
        }
        BatchTime first = firstVersions.get(id);
        if (first != null && first.compareTo(before) < 0) {
            throw new IllegalStateException("The state of " + operator + " before " + time
                    + " is not retained any more; it was asked for later than the graph's windows reach back");
        }
        return List.of();
    }

    /** Makes a batch known: one that is about to run, or one that the batch log retains. */
    public void remember(BatchTime time, List<InputRange> inputs, List<StateEntry> state) {
        synchronized (lock) {
            Batch batch = new Batch(new HashMap<>(), new HashMap<>());
            inputs.forEach(range -> batch.inputs.put(range.input(), range));
            state.forEach(entry -> batch.state
                    .computeIfAbsent(entry.operator(), operator -> new ArrayList<>())
                    .add(entry));
            batches.put(time, batch);
            batch.state.keySet().forEach(operator -> firstVersions.putIfAbsent(operator, time));
        }
    }

    void advanced(OperatorId operator, BatchTime time, List<StateEntry> entries) {
        Batch batch = batches.get(time);
        if (batch == null) {
            throw new IllegalStateException("Batch " + time + " is not known");
        }
        batch.state.put(operator, List.copyOf(entries));
        firstVersions.putIfAbsent(operator, time);
    }

    void forgetBefore(BatchTime time) {
        batches.headMap(time, false).clear();
    }

    void forgetStateBefore(BatchTime time) {
        batches.headMap(time, false).values().forEach(batch -> batch.state.clear());
    }

    private record Batch(Map<OperatorId, InputRange> inputs, Map<OperatorId, List<StateEntry>> state) {}
}
