package io.durastream.examples;

import io.durastream.DStream;
import io.durastream.Durations;
import io.durastream.StreamingContext;
import io.durastream.Time;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Counts the words of each batch with SQL. Needs {@code spark-sql_2.13} beside Durastream.
 *
 * <p>The session is asked for inside the output, from the RDD's SparkContext, and not kept anywhere: so the function refers to
 * nothing that could not be in a checkpoint, and after a recovery the first batch makes a new session.
 *
 * <p>Arguments: checkpoint directory (such as {@code file:/var/tmp/sql}), host, port, output directory.
 */
public final class SqlWordCount {

    private SqlWordCount() {}

    public static void main(String[] args) throws InterruptedException {
        String checkpoint = args[0];
        StreamingContext context = StreamingContext.getOrCreate(checkpoint, () -> {
            SparkConf conf = new SparkConf()
                    .setAppName("SqlWordCount")
                    .setIfMissing("spark.master", "local[2]")
                    .setIfMissing("spark.sql.shuffle.partitions", "2"); // 200 is for more data than that of a second
            StreamingContext created = new StreamingContext(conf, Durations.seconds(1));
            created.checkpoint(checkpoint);
            define(created.socketTextStream(args[1], Integer.parseInt(args[2])), new CountsFiles(args[3]));
            return created;
        });
        context.start();
        context.awaitTermination();
    }

    /** Writes how often each word occurs in the lines of a batch. */
    static void define(DStream<String> lines, CountsFiles output) {
        lines.flatMap(line -> Arrays.asList(line.split(" ", -1)).iterator())
                .foreachRDD((JavaRDD<String> words, Time time) -> output.write(time, count(words)));
    }

    private static List<Tuple2<String, Long>> count(JavaRDD<String> words) {
        // The session of this SparkContext: made by the first batch that comes here, the same one afterwards.
        SparkSession session =
                SparkSession.builder().config(words.context().getConf()).getOrCreate();
        session.createDataset(words.rdd(), Encoders.STRING()).toDF("word").createOrReplaceTempView("words");
        return session.sql("select word, count(*) from words group by word order by word")
                .as(Encoders.tuple(Encoders.STRING(), Encoders.LONG()))
                .collectAsList();
    }
}
