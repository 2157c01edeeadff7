package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.Durations;
import io.durastream.MapWithStateDStream;
import io.durastream.SavedOperator;
import io.durastream.SavedState;
import io.durastream.State;
import io.durastream.StateSpec;
import io.durastream.StreamingContext;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestInput;
import io.durastream.testkit.TestOutput;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** State that is larger than the heap is loaded, shown, spread anew and read from outside. */
class LargeStateIT {

    /** With this heap; the changes of a partition alone would need twice as much. */
    private static final String HEAP = "-Xmx100m";

    private static final int KEYS = 150_000;
    private static final int SLICES = 15;
    private static final int VALUE_CHARACTERS = 200;

    @TempDir
    Path directory;

    @Test
    void needsAHeapForAPartOfIt() throws Exception {
        Path log = directory.resolve("log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-"))
                .forEach(command::add);
        command.addAll(List.of(HEAP, "-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Small.class.getName(), directory.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(180, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertTrue(ended, () -> read(log));
        assertEquals(0, process.exitValue(), () -> read(log));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The process with the small heap. */
    static final class Small {

        private Small() {}

        public static void main(String[] arguments) throws Exception {
            Path checkpoint = Path.of(arguments[0]).resolve("checkpoint");
            try (StreamTest test = StreamTest.withBatches(Durations.seconds(1))
                    .waitingAtMost(Durations.minutes(2))
                    .configured("spark.ui.enabled", "false")
                    .configured("spark.testing.memory", "80000000")
                    .configured("spark.testing.reservedMemory", "50000000")
                    .configured("durastream.state.memory", "16m")
                    .configured("durastream.state.localDirectory", arguments[0] + "/local")
                    .checkpointedTo(checkpoint)) {
                test.start(context -> define(context, test, 2));
                test.runBatch();
                test.upgrade(context -> define(context, test, 3));
                test.runBatch();
                TestOutput<Long> counts = test.output("counts");
                check(counts.batches().equals(List.of(List.of((long) KEYS), List.of((long) KEYS))), counts.batches());
            }
            try (SavedState saved = SavedState.open(checkpoint.toUri().toString());
                    SavedOperator<Integer, String> texts = saved.operator("texts")) {
                check(texts.count() == KEYS, texts.count());
                check(text(4711).equals(texts.get(4711)), String.valueOf(texts.get(4711)));
            }
        }

        private static void check(boolean holds, Object found) {
            if (!holds) {
                throw new AssertionError(found);
            }
        }

        private static void define(StreamingContext context, StreamTest test, int partitions) {
            JavaPairRDD<Integer, String> initial = context.sparkContext()
                    .parallelize(IntStream.range(0, SLICES).boxed().toList(), SLICES)
                    .flatMapToPair(slice -> IntStream.range(0, KEYS / SLICES)
                            .mapToObj(i -> slice * (KEYS / SLICES) + i)
                            .map(key -> new Tuple2<>(key, text(key)))
                            .iterator());
            Function3<Integer, Optional<String>, State<String>, String> keep = (key, text, state) -> "";
            TestInput<Integer> nothing = test.input("nothing");
            MapWithStateDStream<Integer, String, String, String> texts = nothing.stream(context)
                    .mapToPair(key -> new Tuple2<>(key, ""))
                    .mapWithState(StateSpec.function(keep)
                            .initialState(initial)
                            .numPartitions(partitions)
                            .timeout(Durations.minutes(1)));
            texts.uid("texts");
            test.<Long>output("counts").collect(texts.stateSnapshots().count());
        }

        private static String text(int key) {
            return (key + "-").repeat(VALUE_CHARACTERS).substring(0, VALUE_CHARACTERS);
        }
    }
}
