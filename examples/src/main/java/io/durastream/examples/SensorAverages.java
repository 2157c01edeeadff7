package io.durastream.examples;

import io.durastream.Durations;
import io.durastream.PairDStream;
import io.durastream.StreamingContext;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * Prints, every second, the average of each sensor's readings. They come from a source of one's own, the {@link ReadingsSource}.
 *
 * <p>Argument: checkpoint directory (such as {@code file:/var/tmp/averages}).
 */
public final class SensorAverages {

    private static final int READINGS_PER_BATCH = 1000;

    private SensorAverages() {}

    public static void main(String[] args) throws InterruptedException {
        String checkpoint = args[0];
        StreamingContext context = StreamingContext.getOrCreate(checkpoint, () -> {
            SparkConf conf = new SparkConf().setAppName("SensorAverages").setIfMissing("spark.master", "local[2]");
            StreamingContext created = new StreamingContext(conf, Durations.seconds(1));
            created.checkpoint(checkpoint);
            averages(created.inputPairStream(new ReadingsSource(READINGS_PER_BATCH)))
                    .print();
            return created;
        });
        context.start();
        context.awaitTermination();
    }

    /** The average of each sensor's readings in a batch. */
    static PairDStream<String, Double> averages(PairDStream<String, Double> readings) {
        return readings.mapValues(value -> new Tuple2<>(value, 1L))
                .reduceByKey((one, other) -> new Tuple2<>(one._1() + other._1(), one._2() + other._2()))
                .mapValues(sum -> sum._1() / sum._2());
    }
}
