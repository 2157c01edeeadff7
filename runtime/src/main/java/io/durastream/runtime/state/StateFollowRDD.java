package io.durastream.runtime.state;

import io.durastream.checkpoint.StateEntry;
import io.durastream.runtime.spark.ExecutorIdentity;
import io.durastream.statestore.LocalStateException;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateRef;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * Brings an executor's copy of each state partition to a committed version. Its one element a partition is what came of it;
 * where the task did not get to its place, nothing is done, because a copy elsewhere would be a second one.
 */
final class StateFollowRDD extends RDD<StateFollowRDD.Outcome> {

    private static final long serialVersionUID = 1;

    private final StateAccess access;
    /** On the driver only: a task gets its {@link Split}. */
    private final transient List<StateEntry> latest;

    private final transient Map<StateId, String> places;

    /**
     * @param latest the references to follow
     * @param places the location of the executor for each of them
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    StateFollowRDD(SparkContext spark, StateAccess access, List<StateEntry> latest, Map<StateId, String> places) {
        super(spark, (Seq) Nil$.MODULE$, ClassTag$.MODULE$.apply(Outcome.class));
        this.access = access;
        this.latest = latest;
        this.places = places;
    }

    @Override
    public Partition[] getPartitions() {
        Partition[] splits = new Partition[latest.size()];
        for (int i = 0; i < splits.length; i++) {
            StateEntry entry = latest.get(i);
            String place = Objects.requireNonNull(places.get(StatePlaces.idOf(entry)), "a place for each");
            splits[i] = new Split(
                    i, entry.operator().value(), entry.partition(), entry.ref().toByteArray(), place);
        }
        return splits;
    }

    @Override
    public Seq<String> getPreferredLocations(Partition split) {
        return CollectionConverters.asScala(List.of(((Split) split).place())).toSeq();
    }

    @Override
    public Iterator<Outcome> compute(Partition partition, TaskContext context) {
        return CollectionConverters.asScala(List.of(follow((Split) partition)).iterator());
    }

    private Outcome follow(Split split) {
        String here = ExecutorIdentity.location();
        if (!here.equals(split.place())) {
            return new Outcome(false, "its task ran at " + here + " instead of " + split.place());
        }
        try {
            access.standby().follow(new StateId(split.operator(), split.partition()), StateRef.fromBytes(split.ref()));
            return new Outcome(true, "");
        } catch (IOException | LocalStateException e) {
            return new Outcome(false, e.toString());
        }
    }

    /**
     * What came of following a partition.
     *
     * @param followed whether the copy is at the version, or a later one
     * @param problem why not
     */
    record Outcome(boolean followed, String problem) implements Serializable {}

    @SuppressWarnings("ArrayRecordComponent") // is compared by nobody
    private record Split(int index, String operator, int partition, byte[] ref, String place) implements Partition {}
}
