package io.durastream.recovery.process;

import static io.durastream.chaos.workload.Workload.WORD_COUNT;

import io.durastream.Duration;
import io.durastream.Receiver;
import io.durastream.ReceiverInputDStream;
import io.durastream.StreamingContext;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.examples.ReliableLineReceiver;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/**
 * The application that is killed: every kind of state over a reliable receiver, and a ledger of all that it saw.
 *
 * <p>Arguments: checkpoint directory, host and port of the source, directory of the ledger.
 */
public final class Workload {

    /** A system property: whether the graph is defined anew when it cannot be read. */
    static final String CREATE_ON_ERROR = "recovery.createOnError";

    static final String COUNTS = WORD_COUNT.id();
    static final String SESSIONS = io.durastream.chaos.workload.Workload.SESSIONS.id();
    static final String WINDOW = io.durastream.chaos.workload.Workload.WINDOW.id();

    private static final List<io.durastream.chaos.workload.Workload> STATEFUL = List.of(
            WORD_COUNT, io.durastream.chaos.workload.Workload.SESSIONS, io.durastream.chaos.workload.Workload.WINDOW);

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

        for (io.durastream.chaos.workload.Workload workload : STATEFUL) {
            workload.define(lines, batches(1), ledger);
        }
        return context;
    }

    private static Duration batches(int n) {
        return new Duration(n * Shape.BATCH_MILLIS);
    }
}
