package io.durastream.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.Durations;
import io.durastream.PairDStream;
import io.durastream.Time;
import io.durastream.testkit.CrashPoint;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestOutput;
import io.durastream.testkit.TestPairOutput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

class SensorAveragesIT {

    @TempDir
    Path directory;

    @Test
    void averagesTheReadingsOfEachSensor() {
        try (StreamTest test = StreamTest.withBatches(Durations.seconds(1)).checkpointedTo(directory)) {
            TestPairOutput<String, Double> averages = test.pairOutput("averages");
            test.start(context ->
                    averages.collect(SensorAverages.averages(context.inputPairStream(new ReadingsSource(8)))));
            test.runBatch();
            assertEquals(
                    Map.of("sensor-0", 20.2, "sensor-1", 20.3, "sensor-2", 20.4, "sensor-3", 20.5), averages.last());
        }
    }

    @Test
    void readsTheSameAgainAfterACrashAndThenGoesOn() {
        try (StreamTest test = StreamTest.withBatches(Durations.seconds(1)).checkpointedTo(directory)) {
            TestOutput<Tuple2<String, Double>> readings = test.output("readings");
            test.start(context -> {
                PairDStream<String, Double> input = context.inputPairStream(new ReadingsSource(2));
                readings.collect(input.toJavaDStream());
            });
            test.crash(CrashPoint.AFTER_OUTPUTS);
            test.restart();
            test.runBatch();

            List<Tuple2<String, Double>> first =
                    List.of(new Tuple2<>("sensor-0", 20.0), new Tuple2<>("sensor-1", 20.1));
            assertEquals(List.of(first, first), readings.deliveries(new Time(1000)));
            assertEquals(
                    List.of(new Tuple2<>("sensor-2", 20.2), new Tuple2<>("sensor-3", 20.3)),
                    readings.at(new Time(2000)));
        }
    }
}
