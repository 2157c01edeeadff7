package io.durastream.examples;

import io.durastream.DStream;
import io.durastream.Durations;
import io.durastream.PairDStream;
import io.durastream.StreamingContext;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.Optional;
import scala.Tuple2;

/**
 * Counts words for as long as the application lives, over all its restarts: {@code updateStateByKey}.
 *
 * <p>Run {@code nc -lk 9999}, then this class with the arguments {@code file:/var/tmp/running localhost 9999}. Type some words, kill it as
 * you like, and start it again: the counts go on where they were.
 *
 * <p>Arguments: checkpoint directory, host, port. A socket cannot send again what it sent into a connection that broke; see
 * {@link WordCount} for a source that can.
 */
public final class RunningWordCount {

    private RunningWordCount() {}

    public static void main(String[] args) throws InterruptedException {
        String checkpoint = args[0];
        // Called when there is nothing in the directory, or a checkpoint of other code than this. So everything that
        // defines the application has to happen in there.
        StreamingContext context = StreamingContext.getOrCreate(checkpoint, () -> {
            SparkConf conf = new SparkConf().setAppName("RunningWordCount").setIfMissing("spark.master", "local[2]");
            StreamingContext created = new StreamingContext(conf, Durations.seconds(1));
            created.checkpoint(checkpoint);
            totals(created.socketTextStream(args[1], Integer.parseInt(args[2]))).print();
            return created;
        });
        context.start();
        context.awaitTermination();
    }

    /** How often each word has occurred so far. */
    static PairDStream<String, Long> totals(DStream<String> lines) {
        return lines.flatMap(line -> Arrays.asList(line.split(" ", -1)).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1L))
                .updateStateByKey(RunningWordCount::add)
                // The name under which the checkpoint has the state. With it, the code around may change.
                .uid("totals");
    }

    /** Called for every word in every batch. The empty result, which never comes here, would forget the word. */
    private static Optional<Long> add(List<Long> arrived, Optional<Long> before) {
        return Optional.of(before.orElse(0L) + arrived.size());
    }
}
