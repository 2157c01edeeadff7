package io.durastream.runtime.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.PositionRange;
import io.durastream.Source;
import io.durastream.SourcePlanner;
import io.durastream.Time;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sources whose RDDs live in this process only. */
class QueueSourceIT {

    private static final String NO_RECOVERY =
            "queueStream doesn't support checkpointing. Please don't use queueStream when checkpointing is enabled.";

    private static JavaSparkContext spark;

    private final Queue<JavaRDD<Integer>> queue = new ArrayDeque<>();

    @BeforeAll
    static void startSpark() {
        spark = new JavaSparkContext(new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("QueueSourceIT")
                .set("spark.ui.enabled", "false"));
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void givesOneRddToEachBatchAndThenEmptyOnes() throws IOException {
        fill(1, 2);
        Source<Integer> source = source(true, null);
        queue.clear();
        SourcePlanner planner = source.open(opened());

        PositionRange first = planner.plan(new Time(1));
        assertEquals(List.of(1), read(source, first).collect());
        assertEquals(List.of(2), read(source, planner.plan(new Time(2))).collect());
        JavaRDD<Integer> none = read(source, planner.plan(new Time(3)));
        assertEquals(List.of(), none.collect());
        assertEquals(1, none.getNumPartitions());
        assertEquals(List.of(1), read(source, first).collect(), "a batch that is executed again reads the same");
    }

    @Test
    void givesTheUnionOfAllToTheFirstBatchWhenToldSo() throws IOException {
        fill(1, 2, 3);
        Source<Integer> source = source(false, null);
        SourcePlanner planner = source.open(opened());

        assertEquals(List.of(1, 2, 3), read(source, planner.plan(new Time(1))).collect());
        assertEquals(List.of(), read(source, planner.plan(new Time(2))).collect());
    }

    @Test
    void givesTheDefaultOnceTheQueueIsEmpty() throws IOException {
        fill(1);
        JavaRDD<Integer> whenEmpty = spark.parallelize(List.of(0));
        Source<Integer> source = source(true, whenEmpty);
        SourcePlanner planner = source.open(opened());
        planner.plan(new Time(1));

        assertSame(whenEmpty, read(source, planner.plan(new Time(2))));
        assertSame(whenEmpty, read(source, planner.plan(new Time(3))));
    }

    @Test
    void encodesIndexesAsTheFormatSays() throws IOException {
        fill(1, 2);
        SourcePlanner planner = source(true, null).open(opened());
        planner.plan(new Time(1));

        assertEquals(
                "01" + "00000001" + "00000002",
                HexFormat.of().formatHex(planner.plan(new Time(2)).bytes()));
    }

    @Test
    void givesTheConstantInEveryBatch() throws IOException {
        JavaRDD<Integer> rdd = spark.parallelize(List.of(1, 2));
        Source<Integer> constant = new ConstantSource<>(rdd);
        SourcePlanner planner = constant.open(opened());

        assertSame(rdd, read(constant, planner.plan(new Time(1))));
        assertSame(rdd, read(constant, planner.plan(new Time(2))));
    }

    @Test
    void refusesToBeReadFromACheckpointAndLetsItBeWritten() throws IOException {
        fill(1);
        assertEquals(NO_RECOVERY, refusalOfRecovery(source(true, null)));

        String constant = refusalOfRecovery(new ConstantSource<>(spark.parallelize(List.of(1))));
        assertTrue(constant.startsWith("constantStream doesn't support checkpointing"), constant);
        assertTrue(constant.contains("inputStream(Source)"), constant);
    }

    @Test
    void refusesToGoOnAfterPlansOfAnEarlierProcess() throws IOException {
        fill(1);
        Source<Integer> source = source(true, null);
        PositionRange earlier = source.open(opened()).plan(new Time(1));
        OpenedSource restarted = new OpenedSource(spark, 0, new TreeMap<>(Map.of(new Time(1), earlier)));

        assertEquals(
                NO_RECOVERY,
                assertThrows(NotSerializableException.class, () -> source.open(restarted))
                        .getMessage());
        assertThrows(
                NotSerializableException.class,
                () -> new ConstantSource<>(spark.parallelize(List.of(1))).open(restarted));
    }

    private static String refusalOfRecovery(Source<Integer> source) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(source);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return String.valueOf(
                    assertThrows(NotSerializableException.class, in::readObject).getMessage());
        }
    }

    private static OpenedSource opened() {
        return new OpenedSource(spark, 0, new TreeMap<>());
    }

    private static JavaRDD<Integer> read(Source<Integer> source, PositionRange range) {
        return source.read(spark, new Time(0), range);
    }

    private void fill(int... elements) {
        for (int element : elements) {
            queue.add(spark.parallelize(List.of(element)));
        }
    }

    private Source<Integer> source(boolean oneAtATime, @Nullable JavaRDD<Integer> whenEmpty) {
        return new QueueSource<>(queue, oneAtATime, whenEmpty);
    }
}
