package io.durastream.runtime.state;

import static io.durastream.runtime.state.StateUnavailableException.unavailableIfFails;

import io.durastream.runtime.graph.UserCode;
import io.durastream.runtime.spark.Executors;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateRef;
import io.durastream.statestore.StateSerializer;
import io.durastream.statestore.StateStore;
import io.durastream.statestore.StateView;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/** All keys of an operator at one version, read from the state itself: nothing is cached, and nothing can be lost. */
final class StateScanRDD<K, S, T> extends RDD<Tuple2<K, T>> {

    private static final long serialVersionUID = 1;

    private final StateAccess access;
    private final String operator;
    /** On the driver only: a task gets the one version that it reads with its {@link Slice}. */
    private final transient List<byte[]> refs;

    private final @Nullable Partitioner stateP;
    private final StateReading<K, S, T> reading;
    private final StateSerializers<K, ?, S> serializers;

    /**
     * @param refs the version of each partition
     * @param partitioner how keys are spread over the partitions; null where nobody may rely on it
     * @param reading what of the state is read
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    StateScanRDD(
            SparkContext spark,
            StateAccess access,
            String operator,
            List<byte[]> refs,
            @Nullable Partitioner partitioner,
            StateReading<K, S, T> reading,
            StateSerializers<K, ?, S> serializers) {
        super(spark, (scala.collection.immutable.Seq) Nil$.MODULE$, ClassTag$.MODULE$.apply(Tuple2.class));
        this.access = access;
        this.operator = operator;
        this.refs = new ArrayList<>(refs);
        this.stateP = partitioner;
        this.reading = reading;
        this.serializers = serializers;
    }

    @Override
    public Option<Partitioner> partitioner() {
        return Option.apply(stateP);
    }

    @Override
    public Partition[] getPartitions() {
        Partition[] partitions = new Partition[refs.size()];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = new Slice(i, refs.get(i));
        }
        return partitions;
    }

    @Override
    public Seq<String> getPreferredLocations(Partition split) {
        return CollectionConverters.asScala(
                        Executors.nearest(context(), ((Slice) split).ref().location()))
                .toSeq();
    }

    @Override
    public Iterator<Tuple2<K, T>> compute(Partition split, TaskContext context) {
        Slice slice = (Slice) split;
        StateId id = new StateId(operator, slice.index());
        try {
            StateView<K, S> view = open(id, slice.ref());
            context.addTaskCompletionListener(ended -> {
                view.close();
            });
            return CollectionConverters.asScala(reading.read(view));
        } catch (Exception e) {
            throw UserCode.rethrow(e);
        }
    }

    private StateView<K, S> open(StateId id, StateRef at) throws Exception {
        StateStore store = access.store();
        StateSerializer<K> keys = serializers.forKeys(access, operator);
        StateSerializer<S> states = serializers.forStates(access, operator);
        return unavailableIfFails("read the state of " + id, () -> store.view(id, at, keys, states));
    }

    /**
     * One partition.
     *
     * @param version the reference to what is read
     */
    @SuppressWarnings("ArrayRecordComponent") // is compared by nobody
    private record Slice(int index, byte[] version) implements Partition {

        StateRef ref() {
            return StateRef.fromBytes(version);
        }
    }
}
