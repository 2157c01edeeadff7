package io.durastream.runtime.state;

import io.durastream.Time;
import io.durastream.runtime.graph.UserCode;
import io.durastream.runtime.spark.Executors;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateRef;
import io.durastream.statestore.StateTransaction;
import io.durastream.statestore.StateVersion;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
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
    private final List<byte[]> bases;
    private final StateFunction<K, V, S, M> function;
    private final StateSerializers<K, ?, S> serializers;

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
    }

    @Override
    public Partition[] getPartitions() {
        return records().partitions();
    }

    @Override
    public Seq<String> getPreferredLocations(Partition split) {
        StateRef base = baseOf(split);
        return base == null
                ? super.getPreferredLocations(split)
                : CollectionConverters.asScala(Executors.nearest(context(), base.location()))
                        .toSeq();
    }

    @Override
    public Iterator<StateOutput<M>> compute(Partition split, TaskContext context) {
        List<M> mapped = new ArrayList<>();
        StateId id = new StateId(operator, split.index());
        try (StateTransaction<K, S> transaction = access.store()
                .begin(
                        id,
                        baseOf(split),
                        StateVersion.of(time.milliseconds()),
                        serializers.forKeys(access, operator),
                        serializers.forStates(access, operator))) {
            var records = CollectionConverters.asJava(records().iterator(split, context));
            function.update(transaction, records, time, mapped::add);
            StateOutput<M> output = new StateOutput<>(transaction.commit().toBytes(), mapped);
            return CollectionConverters.asScala(List.of(output).iterator());
        } catch (Exception e) {
            throw UserCode.rethrow(e);
        }
    }

    private @Nullable StateRef baseOf(Partition split) {
        return bases.isEmpty() ? null : StateRef.fromBytes(bases.get(split.index()));
    }

    private RDD<Tuple2<K, V>> records() {
        return firstParent(ClassTag$.MODULE$.apply(Tuple2.class));
    }
}
