package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.State;
import io.durastream.StateSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A batch waits while state cannot be committed, and ends the application when the user's function fails. */
class StateOutageIT {

    private static final AtomicInteger CALLS = new AtomicInteger();

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @TempDir
    Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    void waitsUntilTheStateCanBeCommitted() throws Exception {
        // No directory can be made there.
        Path inTheWay = Files.createSymbolicLink(directory.resolve("state"), Path.of("/proc"));
        CALLS.set(0);
        Function3<String, Optional<Integer>, State<Integer>, String> sum = (key, number, state) -> {
            CALLS.incrementAndGet();
            state.update((state.exists() ? state.get() : 0) + number.orElse(0));
            return key + state.get();
        };
        try (BatchRun run = BatchRun.on(SPARK.context(), directory)) {
            List<String> sums = run.collect(run.pairs("a:1 a:2", "a:3").mapWithState(StateSpec.function(sum)));
            run.context().start();
            Awaitility.await().until(() -> CALLS.get() >= 2 * 3);
            assertEquals(List.of(), sums, "no output before the state is committed");

            Files.delete(inTheWay);

            Awaitility.await().until(() -> sums.size() >= 2);
            assertEquals(List.of("a1 a3", "a6"), sums.subList(0, 2));
        }
    }

    @Test
    void endsWithTheExceptionOfTheFunction() {
        Function3<String, Optional<Integer>, State<Integer>, String> failing = (key, number, state) -> {
            throw new IOException("planted");
        };
        try (BatchRun run = BatchRun.on(SPARK.context(), directory)) {
            run.collect(run.pairs("a:1").mapWithState(StateSpec.function(failing)));
            run.context().start();

            Exception failure = assertThrows(Exception.class, run.context()::awaitTermination);

            assertTrue(String.valueOf(failure.getMessage()).contains("planted"), failure.toString());
        }
    }
}
