package io.durastream.examples;

import io.durastream.DStream;
import io.durastream.Durations;
import io.durastream.StreamingContext;
import java.util.Arrays;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * Counts the words of each file that appears in a directory, every five seconds, and writes the counts to files.
 *
 * <p>Which files a batch reads is in its plan, and the plan in the checkpoint directory: whatever crashes, no file is
 * skipped and none is read by two batches. A batch that is executed again replaces the directory that it wrote. So every
 * word is counted exactly once, from the input to the output.
 *
 * <p>Files must appear whole: write them elsewhere, and move them in.
 *
 * <p>Arguments: checkpoint directory (such as {@code file:/var/tmp/files}), directory to watch, and where the counts go:
 * those of the batch at time t are in the directory {@code <output>-<t>.counts}.
 */
public final class FileWordCount {

    private FileWordCount() {}

    public static void main(String[] args) throws InterruptedException {
        String checkpoint = args[0];
        StreamingContext context = StreamingContext.getOrCreate(checkpoint, () -> create(checkpoint, args[1], args[2]));
        context.start();
        context.awaitTermination();
    }

    private static StreamingContext create(String checkpoint, String directory, String output) {
        // No receiver here, so that one core would do.
        SparkConf conf = new SparkConf().setAppName("FileWordCount").setIfMissing("spark.master", "local[2]");
        StreamingContext context = new StreamingContext(conf, Durations.seconds(5));
        context.checkpoint(checkpoint);
        writeCounts(context.textFileStream(directory), output);
        return context;
    }

    /** Writes how often each word occurs in the lines of a batch. */
    static void writeCounts(DStream<String> lines, String output) {
        lines.flatMap(line -> Arrays.asList(line.split(" ", -1)).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1L))
                .reduceByKey(Long::sum)
                .map(count -> count._1() + "\t" + count._2())
                .saveAsTextFiles(output, "counts");
    }
}
