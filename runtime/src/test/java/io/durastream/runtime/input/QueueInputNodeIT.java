package io.durastream.runtime.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.durastream.Durations;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.driver.InputSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QueueInputNodeIT {

    private static final OperatorId ID = new OperatorId("queue");
    private static final String NO_RECOVERY =
            "queueStream doesn't support checkpointing. Please don't use queueStream when checkpointing is enabled.";

    private static JavaSparkContext spark;

    private final Queue<JavaRDD<Integer>> queue = new ArrayDeque<>();

    @BeforeAll
    static void startSpark() {
        spark = new JavaSparkContext(new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("QueueInputNodeIT")
                .set("spark.ui.enabled", "false"));
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void givesOneRddToEachBatchAndThenEmptyOnes() throws IOException {
        fill(1, 2);
        QueueInputNode<Integer> node = node(true, null);
        queue.clear();
        InputSource source = node.open(ID, Map.of());

        InputRange first = source.plan(new BatchTime(1));
        assertEquals(List.of(1), node.read(spark, first).collect());
        assertEquals(List.of(2), node.read(spark, source.plan(new BatchTime(2))).collect());
        JavaRDD<Integer> none = node.read(spark, source.plan(new BatchTime(3)));
        assertEquals(List.of(), none.collect());
        assertEquals(1, none.getNumPartitions());
        assertEquals(List.of(1), node.read(spark, first).collect(), "a batch that is executed again reads the same");
    }

    @Test
    void givesTheUnionOfAllToTheFirstBatchWhenToldSo() throws IOException {
        fill(1, 2, 3);
        QueueInputNode<Integer> node = node(false, null);
        InputSource source = node.open(ID, Map.of());

        assertEquals(
                List.of(1, 2, 3),
                node.read(spark, source.plan(new BatchTime(1))).collect());
        assertEquals(List.of(), node.read(spark, source.plan(new BatchTime(2))).collect());
    }

    @Test
    void givesTheDefaultOnceTheQueueIsEmpty() throws IOException {
        fill(1);
        JavaRDD<Integer> whenEmpty = spark.parallelize(List.of(0));
        QueueInputNode<Integer> node = node(true, whenEmpty);
        InputSource source = node.open(ID, Map.of());
        source.plan(new BatchTime(1));

        assertSame(whenEmpty, node.read(spark, source.plan(new BatchTime(2))));
        assertSame(whenEmpty, node.read(spark, source.plan(new BatchTime(3))));
    }

    @Test
    void refusesToBeReadFromACheckpointAndLetsItBeWritten() throws IOException {
        fill(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(node(true, null));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(
                    NO_RECOVERY,
                    assertThrows(NotSerializableException.class, in::readObject).getMessage());
        }
    }

    @Test
    void refusesToGoOnAfterPlansOfAnEarlierProcess() throws IOException {
        fill(1);
        QueueInputNode<Integer> node = node(true, null);
        InputRange earlier = node.open(ID, Map.of()).plan(new BatchTime(1));

        assertEquals(
                NO_RECOVERY,
                assertThrows(NotSerializableException.class, () -> node.open(ID, Map.of(new BatchTime(1), earlier)))
                        .getMessage());
    }

    private void fill(int... elements) {
        for (int element : elements) {
            queue.add(spark.parallelize(List.of(element)));
        }
    }

    private QueueInputNode<Integer> node(boolean oneAtATime, @Nullable JavaRDD<Integer> whenEmpty) {
        return new QueueInputNode<>(Durations.seconds(1), 0, queue, oneAtATime, whenEmpty);
    }
}
