package io.durastream.examples;

import io.durastream.Duration;
import io.durastream.PairDStream;
import io.durastream.Receiver;
import io.durastream.StreamingContext;
import io.durastream.Time;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import scala.Tuple2;

/**
 * Counts the words of everything that a source ever sent, and gets every count right whatever crashes: each record is counted exactly once, from the
 * source to the output. {@code bin/durastream demo} kills it again and again to show that. Three things make it so:
 *
 * <ol>
 *   <li>the receiver acknowledges what is durable, and says where the source stands ({@link ReliableLineReceiver});
 *   <li>the state lives in the checkpoint directory, and {@link StreamingContext#getOrCreate} finds it there;
 *   <li>the output may be written again without harm ({@link CountsFiles}).
 * </ol>
 *
 * <p>Arguments: checkpoint directory (such as {@code file:/var/tmp/words}), host and port of the source, output directory,
 * batch duration in milliseconds.
 */
public final class WordCount {

    private WordCount() {}

    public static void main(String[] args) throws Exception {
        String checkpoint = args[0];
        Receiver<String> source = new ReliableLineReceiver(args[1], Integer.parseInt(args[2]));
        CountsFiles output = new CountsFiles(args[3]);
        Duration batch = new Duration(Long.parseLong(args[4]));

        // Nothing in the directory: the function is called. A checkpoint of this same code: everything is restored from
        // it, and the function is not called. So all of the application has to be set up inside the function.
        StreamingContext context =
                StreamingContext.getOrCreate(checkpoint, () -> create(checkpoint, batch, source, output));
        context.start();
        context.awaitTermination();
    }

    /** The application. {@code source} is a parameter so that it can be tried with other receivers. */
    public static StreamingContext create(
            String checkpoint, Duration batch, Receiver<String> source, CountsFiles output) {
        // A receiver occupies one of the two cores, the batches use the other.
        SparkConf conf = new SparkConf().setAppName("WordCount").setIfMissing("spark.master", "local[2]");
        StreamingContext context = new StreamingContext(conf, batch);
        context.checkpoint(checkpoint);

        PairDStream<String, Long> counts = context.receiverStream(source)
                .flatMap(line -> Arrays.asList(line.split(" ", -1)).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1L))
                .reduceByKey(Long::sum)
                // Called for every word in every batch. The id is what the state is found by when the code has changed.
                .updateStateByKey(WordCount::add)
                .uid("counts");

        counts.foreachRDD((JavaPairRDD<String, Long> rdd, Time time) -> output.write(time, rdd.collect()));
        return context;
    }

    /** The new count of a word: what this batch brought, at most one number here, and what was counted before. */
    private static Optional<Long> add(List<Long> arrived, Optional<Long> before) {
        long sum = before.orElse(0L);
        for (long count : arrived) {
            sum += count;
        }
        return Optional.of(sum);
    }
}
