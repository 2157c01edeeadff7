package io.durastream.runtime.state;

import io.durastream.Duration;
import io.durastream.Time;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.StateEntry;
import io.durastream.runtime.graph.StatefulNode;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.spark.PartitionJob;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The heart of every stateful operator: for each batch, an RDD whose evaluation takes the state to its next version. What
 * users see of it, mapped elements or the state itself, are streams on top.
 */
final class StateUpdateNode<K, V, S, M> extends StreamNode<StateOutput<M>> implements StatefulNode {

    private static final long serialVersionUID = 1;

    private final String kind;
    private final StreamNode<Tuple2<K, V>> records;
    private final Partitioner partitioner;
    private final StateFunction<K, V, S, M> function;
    private final @Nullable InitialState<K, S> initial;
    private StateSerializers<K, ?, S> serializers;
    /** Made when it is asked for, in each process. */
    private transient @Nullable String partitionerIdentity;

    /** @param kind the operator, in the words of the API */
    StateUpdateNode(
            String kind,
            StreamNode<Tuple2<K, V>> records,
            Partitioner partitioner,
            StateFunction<K, V, S, M> function,
            @Nullable InitialState<K, S> initial,
            StateSerializers<K, ?, S> serializers) {
        super(List.of(records));
        this.kind = kind;
        this.records = records;
        this.partitioner = partitioner;
        this.function = function;
        this.initial = initial;
        this.serializers = serializers;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public Duration slide() {
        return records.slide();
    }

    @Override
    public Duration stateSlide() {
        return slide();
    }

    StateSerializers<K, ?, S> serializers() {
        return serializers;
    }

    void serializers(StateSerializers<K, ?, S> newSerializers) {
        serializers = newSerializers;
    }

    Partitioner partitioner() {
        return partitioner;
    }

    @Override
    public List<StateEntry> advance(Time time) {
        JavaRDD<StateOutput<M>> update = rdd(time);
        if (update == null) {
            throw new IllegalStateException(this + " has no version at " + time);
        }
        List<StateEntry> advanced = references(update);
        runtime().partitionings().advanced(id(), batch(time), partitionerIdentity());
        return advanced;
    }

    @Override
    protected JavaRDD<StateOutput<M>> compute(Time time) {
        return new StateUpdateRDD<>(
                        partitioned(records.rdd(time)).rdd(),
                        runtime().stateAccess(),
                        id().value(),
                        time,
                        base(time),
                        function.at(time, runtime().zeroTime()),
                        serializers)
                .toJavaRDD();
    }

    /** The version before, spread by the partitioner; where there is none that is, it is made by a job. */
    private List<byte[]> base(Time time) {
        Time before = time.minus(slide());
        StateLoader<K, S> loader = new StateLoader<>(runtime(), id().value(), partitioner, serializers);
        List<byte[]> known = runtime().stateBefore(this, time).stream()
                .map(entry -> entry.ref().toByteArray())
                .toList();
        if (known.isEmpty()) {
            return initial == null ? known : loader.load(initial, before);
        }
        return isSpreadAsAt(before, known.size()) ? known : loader.redistribute(known, before);
    }

    /** Whether the state was spread in this many partitions, and by the same partitioner as now. */
    boolean isSpreadAsAt(Time time, int partitions) {
        return partitions == partitioner.numPartitions()
                && runtime().partitionings().isBy(partitionerIdentity(), id(), batch(time));
    }

    private String partitionerIdentity() {
        if (partitionerIdentity == null) {
            partitionerIdentity = PartitionerIdentity.of(partitioner);
        }
        return partitionerIdentity;
    }

    private static BatchTime batch(Time time) {
        return new BatchTime(time.milliseconds());
    }

    private JavaPairRDD<K, V> partitioned(@Nullable JavaRDD<Tuple2<K, V>> rdd) {
        JavaSparkContext spark = runtime().spark();
        JavaPairRDD<K, V> pairs = JavaPairRDD.fromJavaRDD(rdd == null ? spark.<Tuple2<K, V>>emptyRDD() : rdd);
        boolean inPlace =
                pairs.partitioner().isPresent() && pairs.partitioner().get().equals(partitioner);
        return inPlace ? pairs : pairs.partitionBy(partitioner);
    }

    private <N> List<StateEntry> references(JavaRDD<StateOutput<N>> update) {
        List<byte[]> refs = PartitionJob.run(update, outputs -> outputs.next().ref());
        List<StateEntry> entries = new ArrayList<>(refs.size());
        for (int partition = 0; partition < refs.size(); partition++) {
            entries.add(new StateEntry(id(), partition, Bytes.of(refs.get(partition))));
        }
        return entries;
    }

    private OperatorId id() {
        return runtime().idOf(this);
    }
}
