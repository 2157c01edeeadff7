package io.durastream.recovery.process;

import io.durastream.Duration;
import io.durastream.PairDStream;
import io.durastream.Receiver;
import io.durastream.ReceiverInputDStream;
import io.durastream.State;
import io.durastream.StateSpec;
import io.durastream.StreamingContext;
import io.durastream.Time;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.examples.ReliableLineReceiver;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.Optional;
import scala.Tuple2;

/**
 * The application that is killed: every kind of state over a reliable receiver, and a ledger of all that it saw.
 *
 * <p>Arguments: checkpoint directory, host and port of the source, directory of the ledger.
 */
public final class Workload {

    /** A system property: whether the graph is defined anew when it cannot be read. */
    static final String CREATE_ON_ERROR = "recovery.createOnError";

    static final String COUNTS = "counts";
    static final String SESSIONS = "sessions";
    static final String WINDOW = "window";

    private Workload() {}

    public static void main(String[] args) throws Exception {
        StreamingContext context = open(args[0], args[1], Integer.parseInt(args[2]), args[3]);
        context.start();
        context.awaitTermination();
    }

    static StreamingContext open(String checkpoint, String host, int port, String ledger) throws Exception {
        return StreamingContext.getOrCreate(
                checkpoint,
                () -> create(checkpoint, new ReliableLineReceiver(host, port), new Ledger(ledger)),
                new Configuration(),
                Boolean.getBoolean(CREATE_ON_ERROR));
    }

    private static StreamingContext create(String checkpoint, Receiver<String> source, Ledger ledger) {
        SparkConf conf = new SparkConf()
                .setAppName("recovery-workload")
                .setIfMissing("spark.master", "local[3]")
                .set("durastream.state.commitsPerSnapshot", Integer.toString(Shape.COMMITS_PER_SNAPSHOT));
        StreamingContext context = new StreamingContext(conf, batches(1));
        context.checkpoint(checkpoint);
        ReceiverInputDStream<String> lines = context.receiverStream(source);
        lines.uid("lines");
        lines.foreachRDD((rdd, time) -> ledger.write(Ledger.INPUT, time, rdd.collect()));

        PairDStream<String, Long> words = lines.flatMap(
                        line -> Arrays.asList(line.split(" ", -1)).iterator())
                .mapToPair(word -> new Tuple2<>(word, 1L));

        words.updateStateByKey(Workload::count)
                .uid("counts")
                .map(count -> count._1() + "\t" + count._2())
                .foreachRDD((rdd, time) -> ledger.writeSorted(COUNTS, time, rdd.collect()));

        words.mapWithState(StateSpec.function(Workload::session).timeout(batches(Shape.TIMEOUT_BATCHES)))
                .uid("sessions")
                .foreachRDD((rdd, time) -> ledger.writeSorted(SESSIONS, time, rdd.collect()));

        words.reduceByKeyAndWindow(
                        Long::sum,
                        (total, left) -> total - left,
                        batches(Shape.WINDOW_BATCHES),
                        batches(Shape.SLIDE_BATCHES),
                        2,
                        total -> total._2() != 0)
                .uid("window")
                .map(total -> total._1() + "\t" + total._2())
                .foreachRDD((rdd, time) -> ledger.writeSorted(WINDOW, time, rdd.collect()));
        return context;
    }

    private static Duration batches(int n) {
        return new Duration(n * Shape.BATCH_MILLIS);
    }

    private static Optional<Long> count(List<Long> ones, Optional<Long> before) {
        long sum = before.orElse(0L);
        for (long one : ones) {
            sum += one;
        }
        return Optional.of(sum);
    }

    private static Optional<String> session(Time time, String word, Optional<Long> one, State<Long> seen) {
        String who = time.milliseconds() + "\t" + word + "\t";
        if (seen.isTimingOut()) {
            return Optional.of(who + "timed out at " + seen.get());
        }
        long now = (seen.exists() ? seen.get() : 0) + one.get();
        if (now == Shape.REMOVED_AT) {
            seen.remove();
            return Optional.of(who + "removed");
        }
        seen.update(now);
        return Optional.of(who + now);
    }
}
