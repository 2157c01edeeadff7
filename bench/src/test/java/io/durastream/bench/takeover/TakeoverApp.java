package io.durastream.bench.takeover;

import io.durastream.Duration;
import io.durastream.State;
import io.durastream.StateSpec;
import io.durastream.StreamingContext;
import io.durastream.bench.state.Keys;
import io.durastream.examples.ReliableLineReceiver;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import scala.Tuple2;

/**
 * Counts lines by a key of them, with a count for each key from the beginning.
 *
 * <p>Arguments: checkpoint directory, port of the source, number of keys, milliseconds of a batch.
 */
public final class TakeoverApp {

    private static final int PARTITIONS = 2;

    private TakeoverApp() {}

    public static void main(String[] args) throws Exception {
        StreamingContext context = StreamingContext.getOrCreate(
                args[0],
                () -> create(args[0], Integer.parseInt(args[1]), Long.parseLong(args[2]), Long.parseLong(args[3])));
        context.start();
        context.awaitTermination();
    }

    private static StreamingContext create(String checkpoint, int port, long keys, long batchMillis) {
        SparkConf conf = new SparkConf().setAppName("takeover");
        StreamingContext context = new StreamingContext(conf, new Duration(batchMillis));
        context.checkpoint(checkpoint);
        JavaPairRDD<Long, Long> initial =
                Keys.all(context.sparkContext().sc(), keys).mapToPair(key -> new Tuple2<>(key, 0L));
        context.receiverStream(new ReliableLineReceiver("127.0.0.1", port))
                .mapToPair(line -> new Tuple2<>(Keys.ofRecord(line.hashCode(), keys), 1L))
                .mapWithState(StateSpec.<Long, Long, Long, Long>function(TakeoverApp::add)
                        .initialState(initial)
                        .partitioner(new HashPartitioner(PARTITIONS)))
                .uid("counts")
                .foreachRDD(rdd -> rdd.foreachPartition(counts -> counts.forEachRemaining(count -> {})));
        return context;
    }

    private static long add(Long key, Optional<Long> one, State<Long> count) {
        long sum = one.get() + (count.exists() ? count.get() : 0);
        count.update(sum);
        return sum;
    }
}
