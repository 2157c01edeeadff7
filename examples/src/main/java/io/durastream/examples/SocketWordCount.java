package io.durastream.examples;

import io.durastream.DStream;
import io.durastream.Durations;
import io.durastream.PairDStream;
import io.durastream.StreamingContext;
import java.util.Arrays;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * The smallest application: every second, prints how often each word came in over a socket during that second.
 *
 * <p>Run {@code nc -lk 9999} in one terminal, this class with the arguments {@code localhost 9999} in another, and type into the
 * first. There is no checkpoint directory here, so a restart begins from nothing: see {@link RunningWordCount} for how to
 * keep what was counted.
 */
public final class SocketWordCount {

    private SocketWordCount() {}

    public static void main(String[] args) throws InterruptedException {
        String host = args[0];
        int port = Integer.parseInt(args[1]);

        // A receiver occupies one of the two cores, the batches use the other.
        SparkConf conf = new SparkConf().setAppName("SocketWordCount").setIfMissing("spark.master", "local[2]");
        StreamingContext context = new StreamingContext(conf, Durations.seconds(1));

        // From here to start() nothing is read or computed: this describes what is to happen in every batch.
        counts(context.socketTextStream(host, port)).print();

        context.start();
        context.awaitTermination();
    }

    /** How often each word occurs in the lines of a batch. A method of its own, so that a test can give it other lines. */
    static PairDStream<String, Long> counts(DStream<String> lines) {
        return lines.flatMap(line -> Arrays.asList(line.split(" ", -1)).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1L))
                .reduceByKey(Long::sum);
    }
}
