package io.durastream.examples;

import io.durastream.DStream;
import io.durastream.Durations;
import io.durastream.PairDStream;
import io.durastream.StreamingContext;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * Counts, every second, the lines of each level that are appended to a log file. The lines come from a receiver of one's own,
 * the {@link FollowFileReceiver}.
 *
 * <p>Arguments: checkpoint directory (such as {@code file:/var/tmp/levels}), log file, of which each line begins with its level.
 */
public final class LogLevels {

    private LogLevels() {}

    public static void main(String[] args) throws InterruptedException {
        String checkpoint = args[0];
        StreamingContext context = StreamingContext.getOrCreate(checkpoint, () -> {
            SparkConf conf = new SparkConf().setAppName("LogLevels").setIfMissing("spark.master", "local[2]");
            StreamingContext created = new StreamingContext(conf, Durations.seconds(1));
            created.checkpoint(checkpoint);
            levels(created.receiverStream(new FollowFileReceiver(args[1]))).print();
            return created;
        });
        context.start();
        context.awaitTermination();
    }

    /** How many lines of each level a batch has. */
    static PairDStream<String, Long> levels(DStream<String> lines) {
        return lines.mapToPair(line -> new Tuple2<>(line.split(" ", 2)[0], 1L)).reduceByKey(Long::sum);
    }
}
