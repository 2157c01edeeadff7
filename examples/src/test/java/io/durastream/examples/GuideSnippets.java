package io.durastream.examples;

import io.durastream.DStream;
import io.durastream.Durations;
import io.durastream.PairDStream;
import io.durastream.SavedOperator;
import io.durastream.SavedState;
import io.durastream.StreamingContext;
import io.durastream.StreamingListener;
import io.durastream.StreamingListenerBatchCompleted;
import io.durastream.statestore.KryoSerializers;
import io.durastream.statestore.StateIterator;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function2;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/** What docs/guide.md shows and no example has; {@link GuideTest} compares. */
final class GuideSnippets {

    private GuideSnippets() {}

    static DStream<String> files(StreamingContext context, String directory) {
        return context.fileStream(directory, LongWritable.class, Text.class, TextInputFormat.class)
                .map(line -> line._2().toString());
    }

    static PairDStream<String, Tuple2<Long, Double>> joined(
            PairDStream<String, Long> clicks, PairDStream<String, Double> prices) {
        return clicks.window(Durations.minutes(1)).join(prices.window(Durations.minutes(5)));
    }

    static PairDStream<String, Tuple2<Long, String>> enriched(PairDStream<String, Long> clicks) {
        return clicks.transformToPair(rdd -> rdd.join(countries(rdd)));
    }

    private static JavaPairRDD<String, String> countries(JavaPairRDD<String, Long> clicks) {
        return clicks.mapToPair(click -> new Tuple2<>(click._1(), "?"));
    }

    static PairDStream<String, Long> sums(
            PairDStream<String, Long> amounts, Function2<List<Long>, Optional<Long>, Optional<Long>> update) {
        return amounts.updateStateByKey(update)
                .uid("sums")
                .stateSerializers(KryoSerializers::strings, KryoSerializers::longs);
    }

    static void print(String checkpointDirectory) throws IOException {
        try (SavedState saved = SavedState.open(checkpointDirectory);
                SavedOperator<String, Long> totals = saved.operator("totals");
                StateIterator<Tuple2<String, Long>> words = totals.entries()) {
            System.out.println("After batch " + totals.batch() + " 'spark' stands at " + totals.get("spark"));
            words.forEachRemaining(word -> System.out.println(word._1() + "\t" + word._2()));
        }
    }

    static SparkConf paced() {
        return new SparkConf()
                .set("spark.streaming.backpressure.enabled", "true")
                .set("spark.streaming.backpressure.initialRate", "1000")
                .set("spark.streaming.receiver.maxRate", "50000");
    }

    static void store(PairDStream<String, Long> counts, Database database) {
        counts.foreachRDD((rdd, time) -> rdd.foreachPartition(pairs -> {
            try (Database.Connection connection = database.connect()) {
                while (pairs.hasNext()) {
                    connection.upsert(time.milliseconds(), pairs.next());
                }
            }
        }));
    }

    /** A stand-in for any system with keys. */
    interface Database extends Serializable {
        Connection connect();

        /** Upserts, and commits when it is closed. */
        interface Connection extends AutoCloseable {
            void upsert(long batch, Tuple2<String, Long> count);

            @Override
            void close();
        }
    }

    static void listen(StreamingContext context) {
        context.addStreamingListener(new StreamingListener() {
            @Override
            public void onBatchCompleted(StreamingListenerBatchCompleted completed) {
                long millis = completed.batchInfo().totalDelay();
                LoggerFactory.getLogger("batches").info("Total delay: {} ms", millis);
            }
        });
    }

    static DStream<String> union(StreamingContext context) {
        return context.union(context.socketTextStream("north", 9999), context.socketTextStream("south", 9999));
    }
}
