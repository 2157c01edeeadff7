package io.durastream.examples;

import io.durastream.DStream;
import io.durastream.Duration;
import io.durastream.Durations;
import io.durastream.StreamingContext;
import java.util.Arrays;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * Shows the most frequent words of the last minute, every ten seconds: a window that slides.
 *
 * <p>The window is computed incrementally: from its last value, plus what came in, minus what went out. Its cost follows
 * what changes, not how long it is. For this the counts are kept as state in the checkpoint directory, where a restart
 * finds them.
 *
 * <p>Arguments: checkpoint directory (such as {@code file:/var/tmp/trending}), host, port.
 */
public final class TrendingWords {

    static final Duration WINDOW = Durations.minutes(1);
    static final Duration SLIDE = Durations.seconds(10);

    private static final int PLACES = 3;

    private TrendingWords() {}

    public static void main(String[] args) throws InterruptedException {
        String checkpoint = args[0];
        StreamingContext context = StreamingContext.getOrCreate(checkpoint, () -> {
            SparkConf conf = new SparkConf().setAppName("TrendingWords").setIfMissing("spark.master", "local[2]");
            StreamingContext created = new StreamingContext(conf, Durations.seconds(2));
            created.checkpoint(checkpoint);
            top(created.socketTextStream(args[1], Integer.parseInt(args[2]))).print(PLACES);
            return created;
        });
        context.start();
        context.awaitTermination();
    }

    /** The words of the window and how often they occur, the most frequent ones first. */
    static DStream<Tuple2<Long, String>> top(DStream<String> lines) {
        return lines.flatMap(line -> Arrays.asList(line.split(" ", -1)).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1L))
                // Four partitions; words that went down to zero are dropped.
                .reduceByKeyAndWindow(Long::sum, (sum, gone) -> sum - gone, WINDOW, SLIDE, 4, count -> count._2() > 0)
                .uid("window")
                .mapToPair(Tuple2::swap)
                .transform(counts -> counts.sortByKey(false).map(count -> count));
    }
}
