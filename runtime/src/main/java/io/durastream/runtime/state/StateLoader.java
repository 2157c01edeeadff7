package io.durastream.runtime.state;

import io.durastream.Time;
import io.durastream.runtime.graph.GraphRuntime;
import io.durastream.runtime.spark.PartitionJob;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs on the way to a first version of an operator's state that is spread by its partitioner. What they write counts
 * when a batch that was built on it is committed, as all state does; if none is, the next driver runs them again. Used by
 * the thread that makes the batch's RDDs.
 */
final class StateLoader<K, S> {

    private static final Logger LOG = LoggerFactory.getLogger(StateLoader.class);

    private final GraphRuntime runtime;
    private final String operator;
    private final Partitioner partitioner;
    private final StateSerializers<K, ?, S> serializers;

    StateLoader(GraphRuntime runtime, String operator, Partitioner partitioner, StateSerializers<K, ?, S> serializers) {
        this.runtime = runtime;
        this.operator = operator;
        this.partitioner = partitioner;
        this.serializers = serializers;
    }

    /** The version that holds what the user gave: a reference for each partition. */
    List<byte[]> load(InitialState<K, S> initial, Time version) {
        return load(initial.rdd(), initial.loading(), version);
    }

    /**
     * The version with the keys, values and timers of another one that is spread in another way. Reads each partition
     * once, and sends what it holds to where it belongs.
     *
     * @param refs the other one
     */
    List<byte[]> redistribute(List<byte[]> refs, Time version) {
        LOG.info(
                "Redistributing the state of {} as of {} from {} partitions to {} of {}",
                operator,
                version,
                refs.size(),
                partitioner.numPartitions(),
                partitioner.getClass().getName());
        StateMove<K, S> move = new StateMove<>(runtime.stateAccess(), operator, serializers);
        StateScanRDD<K, S, MovedState> moved = new StateScanRDD<>(
                runtime.spark().sc(), runtime.stateAccess(), operator, refs, null, move, serializers);
        List<byte[]> redistributed = load(JavaPairRDD.fromJavaRDD(moved.toJavaRDD()), move, version);
        LOG.info("Redistributed the state of {}; it counts from the commit of the next batch on", operator);
        return redistributed;
    }

    private <P> List<byte[]> load(JavaPairRDD<K, P> records, StateFunction<K, P, S, Void> putting, Time version) {
        StateLoadRDD<K, P, S> loading = new StateLoadRDD<>(
                records.partitionBy(partitioner).rdd(), runtime.stateAccess(), operator, version, putting, serializers);
        return PartitionJob.run(loading.toJavaRDD(), Iterator::next);
    }
}
