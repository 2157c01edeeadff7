package io.durastream;

import io.durastream.runtime.graph.StreamNode;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.Optional;
import scala.Tuple2;

/**
 * Operators that bring the keys of two streams together, batch by batch. To join what does not arrive in the same batch, join
 * windows.
 */
abstract class KeyJoinOperators<K, V> extends KeyAggregateOperators<K, V> {

    KeyJoinOperators(StreamingContext context, StreamNode<Tuple2<K, V>> node) {
        super(context, node);
    }

    /**
     * Brings the values that each key has in a batch of both streams together. Partitioned into the default parallelism.
     *
     * @param <W> the other stream's values
     * @param other a stream of the same context with the same slide duration
     * @return one pair for each key of either stream
     */
    public <W> PairDStream<K, Tuple2<Iterable<V>, Iterable<W>>> cogroup(PairDStream<K, W> other) {
        return cogroup(other, defaultPartitioner());
    }

    /**
     * Brings the values that each key has in a batch of both streams together.
     *
     * @param <W> the other stream's values
     * @param other a stream of the same context with the same slide duration
     * @param numPartitions how many partitions the result has
     * @return one pair for each key of either stream
     */
    public <W> PairDStream<K, Tuple2<Iterable<V>, Iterable<W>>> cogroup(PairDStream<K, W> other, int numPartitions) {
        return cogroup(other, new HashPartitioner(numPartitions));
    }

    /**
     * Brings the values that each key has in a batch of both streams together.
     *
     * @param <W> the other stream's values
     * @param other a stream of the same context with the same slide duration
     * @param partitioner how the result is partitioned
     * @return one pair for each key of either stream
     */
    public <W> PairDStream<K, Tuple2<Iterable<V>, Iterable<W>>> cogroup(
            PairDStream<K, W> other, Partitioner partitioner) {
        return transformedWithToPair("cogroup", other, (mine, theirs, time) -> mine.cogroup(theirs, partitioner));
    }

    /**
     * Joins the batches of both streams: keys that are in both. Partitioned into the default parallelism.
     *
     * @param <W> the other stream's values
     * @param other a stream of the same context with the same slide duration
     * @return one pair for each combination of a value here and a value there
     */
    public <W> PairDStream<K, Tuple2<V, W>> join(PairDStream<K, W> other) {
        return join(other, defaultPartitioner());
    }

    /**
     * Joins the batches of both streams: keys that are in both.
     *
     * @param <W> the other stream's values
     * @param other a stream of the same context with the same slide duration
     * @param numPartitions how many partitions the result has
     * @return one pair for each combination of a value here and a value there
     */
    public <W> PairDStream<K, Tuple2<V, W>> join(PairDStream<K, W> other, int numPartitions) {
        return join(other, new HashPartitioner(numPartitions));
    }

    /**
     * Joins the batches of both streams: keys that are in both.
     *
     * @param <W> the other stream's values
     * @param other a stream of the same context with the same slide duration
     * @param partitioner how the result is partitioned
     * @return one pair for each combination of a value here and a value there
     */
    public <W> PairDStream<K, Tuple2<V, W>> join(PairDStream<K, W> other, Partitioner partitioner) {
        return transformedWithToPair("join", other, (mine, theirs, time) -> mine.join(theirs, partitioner));
    }

    /**
     * Joins the batches of both streams: all keys of this one. Partitioned into the default parallelism.
     *
     * @param <W> the other stream's values
     * @param other a stream of the same context with the same slide duration
     * @return one pair for each combination of a value here and a value, if there is one, there
     */
    public <W> PairDStream<K, Tuple2<V, Optional<W>>> leftOuterJoin(PairDStream<K, W> other) {
        return leftOuterJoin(other, defaultPartitioner());
    }

    /**
     * Joins the batches of both streams: all keys of this one.
     *
     * @param <W> the other stream's values
     * @param other a stream of the same context with the same slide duration
     * @param numPartitions how many partitions the result has
     * @return one pair for each combination of a value here and a value, if there is one, there
     */
    public <W> PairDStream<K, Tuple2<V, Optional<W>>> leftOuterJoin(PairDStream<K, W> other, int numPartitions) {
        return leftOuterJoin(other, new HashPartitioner(numPartitions));
    }

    /**
     * Joins the batches of both streams: all keys of this one.
     *
     * @param <W> the other stream's values
     * @param other a stream of the same context with the same slide duration
     * @param partitioner how the result is partitioned
     * @return one pair for each combination of a value here and a value, if there is one, there
     */
    public <W> PairDStream<K, Tuple2<V, Optional<W>>> leftOuterJoin(PairDStream<K, W> other, Partitioner partitioner) {
        return transformedWithToPair(
                "leftOuterJoin", other, (mine, theirs, time) -> mine.leftOuterJoin(theirs, partitioner));
    }

    /**
     * Joins the batches of both streams: all keys of the other one. Partitioned into the default parallelism.
     *
     * @param <W> the other stream's values
     * @param other a stream of the same context with the same slide duration
     * @return one pair for each combination of a value, if there is one, here and a value there
     */
    public <W> PairDStream<K, Tuple2<Optional<V>, W>> rightOuterJoin(PairDStream<K, W> other) {
        return rightOuterJoin(other, defaultPartitioner());
    }

    /**
     * Joins the batches of both streams: all keys of the other one.
     *
     * @param <W> the other stream's values
     * @param other a stream of the same context with the same slide duration
     * @param numPartitions how many partitions the result has
     * @return one pair for each combination of a value, if there is one, here and a value there
     */
    public <W> PairDStream<K, Tuple2<Optional<V>, W>> rightOuterJoin(PairDStream<K, W> other, int numPartitions) {
        return rightOuterJoin(other, new HashPartitioner(numPartitions));
    }

    /**
     * Joins the batches of both streams: all keys of the other one.
     *
     * @param <W> the other stream's values
     * @param other a stream of the same context with the same slide duration
     * @param partitioner how the result is partitioned
     * @return one pair for each combination of a value, if there is one, here and a value there
     */
    public <W> PairDStream<K, Tuple2<Optional<V>, W>> rightOuterJoin(PairDStream<K, W> other, Partitioner partitioner) {
        return transformedWithToPair(
                "rightOuterJoin", other, (mine, theirs, time) -> mine.rightOuterJoin(theirs, partitioner));
    }

    /**
     * Joins the batches of both streams: all keys of either. Partitioned into the default parallelism.
     *
     * @param <W> the other stream's values
     * @param other a stream of the same context with the same slide duration
     * @return one pair for each combination of a value, if there is one, here and a value, if there is one, there
     */
    public <W> PairDStream<K, Tuple2<Optional<V>, Optional<W>>> fullOuterJoin(PairDStream<K, W> other) {
        return fullOuterJoin(other, defaultPartitioner());
    }

    /**
     * Joins the batches of both streams: all keys of either.
     *
     * @param <W> the other stream's values
     * @param other a stream of the same context with the same slide duration
     * @param numPartitions how many partitions the result has
     * @return one pair for each combination of a value, if there is one, here and a value, if there is one, there
     */
    public <W> PairDStream<K, Tuple2<Optional<V>, Optional<W>>> fullOuterJoin(
            PairDStream<K, W> other, int numPartitions) {
        return fullOuterJoin(other, new HashPartitioner(numPartitions));
    }

    /**
     * Joins the batches of both streams: all keys of either.
     *
     * @param <W> the other stream's values
     * @param other a stream of the same context with the same slide duration
     * @param partitioner how the result is partitioned
     * @return one pair for each combination of a value, if there is one, here and a value, if there is one, there
     */
    public <W> PairDStream<K, Tuple2<Optional<V>, Optional<W>>> fullOuterJoin(
            PairDStream<K, W> other, Partitioner partitioner) {
        return transformedWithToPair(
                "fullOuterJoin", other, (mine, theirs, time) -> mine.fullOuterJoin(theirs, partitioner));
    }
}
