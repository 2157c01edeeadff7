package io.durastream.examples;

import io.durastream.DStream;
import io.durastream.Durations;
import io.durastream.PairDStream;
import io.durastream.StreamingContext;
import io.durastream.Time;
import java.util.Arrays;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Counts the words of each batch except some, and how many were left out: a broadcast variable and an accumulator in an
 * application that recovers.
 *
 * <p>The accumulator is registered by name <em>with the streaming context</em>, not with the SparkContext: so its value is
 * committed with each batch, a recovery finds it again, and a batch that is executed twice counts once. The broadcast
 * variable comes back with the application, and is broadcast anew.
 *
 * <p>Arguments: checkpoint directory (such as {@code file:/var/tmp/recoverable}), host, port, output directory.
 */
public final class RecoverableWordCount {

    static final String DROPPED = "dropped words";

    private static final Logger LOG = LoggerFactory.getLogger(RecoverableWordCount.class);
    private static final Set<String> EXCLUDED = Set.of("a", "the", "of");

    private RecoverableWordCount() {}

    public static void main(String[] args) throws InterruptedException {
        String checkpoint = args[0];
        StreamingContext context = StreamingContext.getOrCreate(checkpoint, () -> {
            SparkConf conf =
                    new SparkConf().setAppName("RecoverableWordCount").setIfMissing("spark.master", "local[2]");
            StreamingContext created = new StreamingContext(conf, Durations.seconds(1));
            created.checkpoint(checkpoint);
            define(created.socketTextStream(args[1], Integer.parseInt(args[2])), new CountsFiles(args[3]));
            return created;
        });
        context.start();
        // Made or recovered: asking for the name again gives the accumulator that the batches use.
        LOG.info("{} so far: {}", DROPPED, context.longAccumulator(DROPPED).value());
        context.awaitTermination();
    }

    /** Writes how often each word occurs in the lines of a batch, and counts the words that are left out. */
    static void define(DStream<String> lines, CountsFiles output) {
        StreamingContext context = lines.context();
        Broadcast<Set<String>> excluded = context.sparkContext().broadcast(EXCLUDED);
        LongAccumulator dropped = context.longAccumulator(DROPPED);

        PairDStream<String, Long> counts = lines.flatMap(
                        line -> Arrays.asList(line.split(" ", -1)).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1L))
                .reduceByKey(Long::sum);

        counts.foreachRDD((JavaPairRDD<String, Long> rdd, Time time) -> {
            output.write(
                    time,
                    rdd.filter(count -> !excluded.value().contains(count._1())).collect());
            // In an action of its own: there Spark counts each task once, in transformations each attempt.
            rdd.foreach(count -> {
                if (excluded.value().contains(count._1())) {
                    dropped.add(count._2());
                }
            });
        });
    }
}
