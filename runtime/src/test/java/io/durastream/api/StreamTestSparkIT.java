package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.Durations;
import io.durastream.Time;
import io.durastream.testkit.CrashPoint;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestInput;
import io.durastream.testkit.TestOutput;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test kit on a SparkContext of its own. */
class StreamTestSparkIT {

    @TempDir
    Path directory;

    @Test
    void makesConfiguresAndStopsItsSparkContext() {
        JavaSparkContext spark;
        try (StreamTest test = StreamTest.withBatches(Durations.seconds(1))
                .configured("spark.streaming.manualClock.jump", "2000")
                .checkpointedTo(directory)) {
            TestInput<String> words = test.input("words");
            TestOutput<String> seen = test.output("seen");
            test.start(context -> seen.collect(words.stream(context)));
            spark = test.context().sparkContext();
            words.addBatches(List.of("a"), List.of("b"), List.of("c"), List.of("d"));
            test.runBatch();
            test.crash(CrashPoint.BETWEEN_BATCHES);
            test.restart();

            assertEquals(new Time(3_000), test.now());
            assertEquals(List.of(List.of("a"), List.of("b"), List.of("c")), seen.batches());
            assertFalse(spark.sc().isStopped());
        }
        assertTrue(spark.sc().isStopped());
    }
}
