package io.durastream.runtime.state;

import static io.durastream.runtime.state.StateUnavailableException.unavailableIfFails;

import io.durastream.Time;
import io.durastream.runtime.graph.UserCode;
import io.durastream.runtime.spark.Executors;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateRef;
import io.durastream.statestore.StateTransaction;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * Takes each partition of an operator's state from one version to the next. Evaluating a partition commits an attempt;
 * which attempt counts is the driver's choice, made once by the job that advances the state. Evaluating it again, for a
 * cached result that was lost, starts from the same base and gives the same result in an attempt that nobody refers to.
 */
final class StateUpdateRDD<K, V, S, M> extends RDD<StateOutput<M>> {

    private static final long serialVersionUID = 1;

    private final StateAccess access;
    private final String operator;
    private final Time time;
    /** On the driver only: a task gets the one base that it needs with its {@link Split}. */
    private final transient List<byte[]> bases;

    private final StateFunction<K, V, S, M> function;
    private final StateSerializers<K, ?, S> serializers;
    private final boolean readAhead;

    /**
     * @param records the batch's records, partitioned like the state
     * @param bases the reference to the version before, for each partition; empty for the first version
     */
    StateUpdateRDD(
            RDD<Tuple2<K, V>> records,
            StateAccess access,
            String operator,
            Time time,
            List<byte[]> bases,
            StateFunction<K, V, S, M> function,
            StateSerializers<K, ?, S> serializers) {
        super(records, ClassTag$.MODULE$.apply(StateOutput.class));
        this.access = access;
        this.operator = operator;
        this.time = time;
        this.bases = new ArrayList<>(bases);
        this.function = function;
        this.serializers = serializers;
        // Only records that were shuffled are certainly no object that is used again for the next one.
        this.readAhead = records instanceof ShuffledRDD && function.goesRecordByRecord();
    }

    @Override
    public Partition[] getPartitions() {
        Partition[] records = records().partitions();
        Partition[] splits = new Partition[records.length];
        for (int i = 0; i < splits.length; i++) {
            splits[i] = new Split(i, records[i], bases.isEmpty() ? null : bases.get(i));
        }
        return splits;
    }

    @Override
    public Seq<String> getPreferredLocations(Partition split) {
        StateRef base = ((Split) split).baseRef();
        return base == null
                ? super.getPreferredLocations(split)
                : CollectionConverters.asScala(Executors.nearest(context(), base.location()))
                        .toSeq();
    }

    @Override
    public Iterator<StateOutput<M>> compute(Partition partition, TaskContext context) {
        Split split = (Split) partition;
        List<M> mapped = new ArrayList<>();
        StateId id = new StateId(operator, split.index());
        try (StateTransaction<K, S> transaction = access.begin(id, split.baseRef(), time, serializers)) {
            function.update(transaction, records(split, context, transaction), time, mapped::add);
            StateRef ref = unavailableIfFails("commit the state of " + id, transaction::commit);
            StateOutput<M> output = new StateOutput<>(ref.toBytes(), mapped);
            return CollectionConverters.asScala(List.of(output).iterator());
        } catch (Exception e) {
            throw UserCode.rethrow(e);
        }
    }

    private java.util.Iterator<Tuple2<K, V>> records(
            Split split, TaskContext context, StateTransaction<K, S> transaction) {
        var records = CollectionConverters.asJava(records().iterator(split.records, context));
        return readAhead ? new ReadAhead<>(records, transaction) : records;
    }

    private RDD<Tuple2<K, V>> records() {
        return firstParent(ClassTag$.MODULE$.apply(Tuple2.class));
    }

    /**
     * One partition.
     *
     * @param records the same partition of the parent
     * @param base the reference to the version before; null for the first version
     */
    @SuppressWarnings("ArrayRecordComponent") // is compared by nobody
    private record Split(int index, Partition records, byte @Nullable [] base) implements Partition {

        @Nullable
        StateRef baseRef() {
            return base == null ? null : StateRef.fromBytes(base);
        }
    }
}
