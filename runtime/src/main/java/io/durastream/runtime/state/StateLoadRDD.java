package io.durastream.runtime.state;

import static io.durastream.runtime.state.StateUnavailableException.unavailableIfFails;

import io.durastream.Time;
import io.durastream.runtime.graph.UserCode;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateRef;
import io.durastream.statestore.StateTransaction;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * Fills each partition of an operator's state from nothing; its one element a partition is the reference to the result, as
 * bytes of a {@link StateRef}. A partition is filled by a chain of commits, each of a bounded number of records, so that it
 * may be larger than the heap. Nobody refers to the commits before the last.
 */
final class StateLoadRDD<K, P, S> extends RDD<byte[]> {

    private static final long serialVersionUID = 1;

    /** Changes of that many records are on the heap at a time, for each task. */
    private static final int RECORDS_PER_COMMIT = 10_000;

    private final StateAccess access;
    private final String operator;
    private final Time time;
    private final StateFunction<K, P, S, Void> putting;
    private final StateSerializers<K, ?, S> serializers;

    /**
     * @param records what is put, partitioned like the state
     * @param time the version that comes of it
     * @param putting may be called several times for a partition, each time with the next of its records
     */
    StateLoadRDD(
            RDD<Tuple2<K, P>> records,
            StateAccess access,
            String operator,
            Time time,
            StateFunction<K, P, S, Void> putting,
            StateSerializers<K, ?, S> serializers) {
        super(records, ClassTag$.MODULE$.apply(byte[].class));
        this.access = access;
        this.operator = operator;
        this.time = time;
        this.putting = putting;
        this.serializers = serializers;
    }

    @Override
    public Partition[] getPartitions() {
        return records().partitions();
    }

    @Override
    public scala.collection.Iterator<byte[]> compute(Partition split, TaskContext context) {
        StateId id = new StateId(operator, split.index());
        Iterator<Tuple2<K, P>> records = CollectionConverters.asJava(records().iterator(split, context));
        try {
            StateRef ref = putSome(id, null, records);
            while (records.hasNext()) {
                ref = putSome(id, ref, records);
            }
            return CollectionConverters.asScala(List.of(ref.toBytes()).iterator());
        } catch (Exception e) {
            throw UserCode.rethrow(e);
        }
    }

    private StateRef putSome(StateId id, @Nullable StateRef base, Iterator<Tuple2<K, P>> records) throws Exception {
        try (StateTransaction<K, S> transaction = access.begin(id, base, time, serializers)) {
            putting.update(transaction, new Limited<>(records, RECORDS_PER_COMMIT), time, mapped -> {});
            return unavailableIfFails("commit the state of " + id, transaction::commit);
        }
    }

    private RDD<Tuple2<K, P>> records() {
        return firstParent(ClassTag$.MODULE$.apply(Tuple2.class));
    }

    /** The next so many elements of an iterator. */
    private static final class Limited<T> implements Iterator<T> {

        private final Iterator<T> all;
        private int left;

        Limited(Iterator<T> all, int limit) {
            this.all = all;
            this.left = limit;
        }

        @Override
        public boolean hasNext() {
            return left > 0 && all.hasNext();
        }

        @Override
        public T next() {
            left--;
            return all.next();
        }
    }
}
