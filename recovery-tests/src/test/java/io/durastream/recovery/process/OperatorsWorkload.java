package io.durastream.recovery.process;

import io.durastream.DStream;
import io.durastream.Duration;
import io.durastream.PairDStream;
import io.durastream.ReceiverInputDStream;
import io.durastream.State;
import io.durastream.StateSpec;
import io.durastream.StreamingContext;
import io.durastream.Time;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.examples.ReliableLineReceiver;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * The application that is killed, with what an application may be made of: a source of its own, files, two receivers,
 * windows above stateful operators, a join of windows, an accumulator, a broadcast variable, files for each batch, SQL.
 *
 * <p>Arguments: checkpoint directory, ports of the two sources, directory where files appear, directory of the ledger,
 * prefix of the directories of the batches.
 */
public final class OperatorsWorkload {

    static final String COUNTS_WINDOW = "counts-window";
    static final String TOTALS_WINDOW = "totals-window";
    static final String SUMS = "sums";
    static final String JOIN = "join";
    static final String ACCUMULATED = "accumulated";
    static final String SQL = "sql";

    static final String LEFT = "left ";
    static final String RIGHT = "right ";
    static final String FILE = "file ";
    static final String NUMBER = "number ";

    /** Of the windows above stateful operators. */
    static final int STATE_WINDOW_BATCHES = 3;

    static final int LEFT_WINDOW_BATCHES = 2;
    static final int FILE_WINDOW_BATCHES = 3;

    /** What a word of so many letters counts for; others count for 1. */
    static final Map<Integer, Long> WEIGHTS = Map.of(3, 2L, 4, 3L, 5, 5L);

    private final StreamingContext context;
    private final Ledger ledger;
    private final Weights weights;

    private OperatorsWorkload(StreamingContext context, Ledger ledger) {
        this.context = context;
        this.ledger = ledger;
        this.weights = new Weights(context.sparkContext().broadcast(new HashMap<>(WEIGHTS)));
    }

    public static void main(String[] args) throws Exception {
        String checkpoint = args[0];
        StreamingContext running = StreamingContext.getOrCreate(checkpoint, () -> {
            SparkConf conf = new SparkConf()
                    .setAppName("operators-workload")
                    .setIfMissing("spark.master", "local[4]")
                    .set("spark.sql.shuffle.partitions", "2")
                    .set("spark.sql.codegen.wholeStage", "false")
                    .set("durastream.state.commitsPerSnapshot", Integer.toString(Shape.COMMITS_PER_SNAPSHOT));
            StreamingContext created = new StreamingContext(conf, batches(1));
            created.checkpoint(checkpoint);
            new OperatorsWorkload(created, new Ledger(args[4]))
                    .define(Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3], args[5]);
            return created;
        });
        running.start();
        running.awaitTermination();
    }

    private void define(int leftPort, int rightPort, String inbox, String saved) {
        DStream<String> left = received(leftPort, "left").map(line -> LEFT + line);
        DStream<String> right = received(rightPort, "right").map(line -> RIGHT + line);
        // Also those that appear before the application is there.
        DStream<String> files = context.fileStream(
                        inbox, LongWritable.class, Text.class, TextInputFormat.class, file -> true, false)
                .map(line -> FILE + line._2());
        DStream<String> numbers = context.inputStream(new Numbers()).map(number -> NUMBER + number);
        DStream<String> input = left.union(right).union(files).union(numbers);

        input.saveAsTextFiles(saved, "txt");
        Ledger out = ledger;
        input.foreachRDD((rdd, time) -> out.write(Ledger.INPUT, time, rdd.collect()));
        windowsAboveState(weighed(input));
        windows(weighed(input), weighed(left), weighed(files));
        accumulate(weighed(input));
        weighed(input).foreachRDD((rdd, time) -> out.writeSorted(SQL, time, sums(rdd)));
    }

    private ReceiverInputDStream<String> received(int port, String uid) {
        ReceiverInputDStream<String> lines = context.receiverStream(new ReliableLineReceiver("127.0.0.1", port));
        lines.uid(uid);
        return lines;
    }

    private PairDStream<String, Long> weighed(DStream<String> lines) {
        Weights captured = weights;
        return lines.flatMap(line -> words(line).iterator()).mapToPair(word -> new Tuple2<>(word, captured.of(word)));
    }

    /** All after the kind of the record and, for files, the number of the line. */
    static List<String> words(String record) {
        return Arrays.asList(record.split("[ \t]", -1));
    }

    private void windowsAboveState(PairDStream<String, Long> words) {
        Ledger out = ledger;
        words.updateStateByKey(OperatorsWorkload::sum)
                .uid("counts")
                .map(OperatorsWorkload::line)
                .window(batches(STATE_WINDOW_BATCHES))
                .foreachRDD((rdd, time) -> out.writeSorted(COUNTS_WINDOW, time, rdd.collect()));
        words.mapWithState(StateSpec.function(OperatorsWorkload::total))
                .uid("totals")
                .window(batches(STATE_WINDOW_BATCHES))
                .foreachRDD((rdd, time) -> out.writeSorted(TOTALS_WINDOW, time, rdd.collect()));
    }

    private void windows(
            PairDStream<String, Long> words, PairDStream<String, Long> left, PairDStream<String, Long> files) {
        Ledger out = ledger;
        words.reduceByKeyAndWindow(
                        Long::sum,
                        (total, gone) -> total - gone,
                        batches(Shape.WINDOW_BATCHES),
                        batches(Shape.SLIDE_BATCHES),
                        2,
                        total -> total._2() != 0)
                .uid("sums")
                .map(OperatorsWorkload::line)
                .foreachRDD((rdd, time) -> out.writeSorted(SUMS, time, rdd.collect()));
        left.reduceByKeyAndWindow(Long::sum, batches(LEFT_WINDOW_BATCHES))
                .join(files.reduceByKeyAndWindow(Long::sum, batches(FILE_WINDOW_BATCHES)))
                .map(both ->
                        both._1() + "\t" + both._2()._1() + "\t" + both._2()._2())
                .foreachRDD((rdd, time) -> out.writeSorted(JOIN, time, rdd.collect()));
    }

    private void accumulate(PairDStream<String, Long> words) {
        Ledger out = ledger;
        LongAccumulator accumulated = context.longAccumulator("words");
        words.foreachRDD((rdd, time) -> {
            rdd.foreach(word -> accumulated.add(word._2()));
            out.write(ACCUMULATED, time, List.of(accumulated.count() + "\t" + accumulated.sum()));
        });
    }

    private static List<String> sums(JavaPairRDD<String, Long> words) {
        SparkSession session =
                SparkSession.builder().config(words.context().getConf()).getOrCreate();
        session.createDataset(words.rdd(), Encoders.tuple(Encoders.STRING(), Encoders.LONG()))
                .toDF("word", "weight")
                .createOrReplaceTempView("words");
        return session.sql("select concat(word, '\t', sum(weight)) from words group by word")
                .as(Encoders.STRING())
                .collectAsList();
    }

    private static Optional<Long> sum(List<Long> weights, Optional<Long> before) {
        return Optional.of(
                before.orElse(0L) + weights.stream().mapToLong(Long::longValue).sum());
    }

    private static Optional<String> total(Time time, String word, Optional<Long> weight, State<Long> before) {
        long now = (before.exists() ? before.get() : 0) + weight.get();
        before.update(now);
        return Optional.of(time.milliseconds() + "\t" + word + "\t" + now);
    }

    private static String line(Tuple2<String, Long> sum) {
        return sum._1() + "\t" + sum._2();
    }

    private static Duration batches(int n) {
        return new Duration(n * Shape.BATCH_MILLIS);
    }

    /** What a word counts for, on every executor. */
    private record Weights(Broadcast<HashMap<Integer, Long>> table) implements Serializable {

        long of(String word) {
            return table.value().getOrDefault(word.length(), 1L);
        }
    }
}
