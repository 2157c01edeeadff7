package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What batches do. */
class OutputsIT {

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @Test
    void printsTheFirstElementsUnderTheTime() {
        String rule = "-------------------------------------------\n";
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        List<String> times = new CopyOnWriteArrayList<>();
        PrintStream before = System.out;
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            var words = run.words("a b c", "", "d");
            words.foreachRDD((rdd, time) -> times.add(time.toString()));
            words.print(2);
            run.run(3);
        } finally {
            System.setOut(before);
        }
        String all = printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");

        assertTrue(times.get(0).matches("\\d+ ms"), times.get(0));
        assertTrue(
                all.startsWith(rule + "Time: " + times.get(0) + "\n" + rule + "a\nb\n...\n\n" + rule + "Time: "
                        + times.get(1) + "\n" + rule + "\n" + rule + "Time: " + times.get(2) + "\n" + rule + "d\n\n"),
                all);
    }

    @Test
    void runsInTheOrderOfDefinition() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            List<String> ran = new CopyOnWriteArrayList<>();
            var words = run.words("a");
            var lengths = words.map(String::length);
            lengths.foreachRDD(rdd -> {
                ran.add("first");
            });
            words.foreachRDD((rdd, time) -> ran.add("second"));
            lengths.filter(length -> length > 0).foreachRDD((rdd, time) -> ran.add("third"));
            run.run(2);

            assertEquals(List.of("first", "second", "third", "first", "second", "third"), ran.subList(0, 6));
        }
    }

    @Test
    void writesPartitionsThroughPooledConnections() {
        try (BatchRun run = BatchRun.on(SPARK.context())) {
            run.words("a b", "c d", "")
                    .foreachRDD(rdd -> rdd.foreachPartition(words -> {
                        Connection connection = Connection.take();
                        words.forEachRemaining(connection::send);
                        connection.giveBack();
                    }));
            run.run(3);
        }

        assertEquals(
                List.of("a", "b", "c", "d"), Connection.SENT.stream().sorted().toList());
        assertTrue(Connection.OPENED.get() <= 2, "at most one a core, not one a partition");
    }

    /** In the executor, of which a local master is one. */
    private static final class Connection {

        private static final ConcurrentLinkedQueue<Connection> POOL = new ConcurrentLinkedQueue<>();
        private static final AtomicInteger OPENED = new AtomicInteger();
        private static final List<String> SENT = new CopyOnWriteArrayList<>();

        static Connection take() {
            Connection idle = POOL.poll();
            if (idle != null) {
                return idle;
            }
            OPENED.incrementAndGet();
            return new Connection();
        }

        void send(String word) {
            SENT.add(word);
        }

        void giveBack() {
            POOL.add(this);
        }
    }
}
