package io.durastream.chaos.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class ProcessStateTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private JavaProcess child(String... arguments) throws IOException {
        return JavaProcess.start(
                JavaCommand.of(Child.class.getName()).withArguments(arguments),
                directory.resolve("child.log"),
                Clock.system());
    }

    private static void awaitState(ProcessState state, JavaProcess process) {
        await().atMost(LIMIT).until(() -> ProcessState.of(process.pid()) == state);
    }

    @Test
    void seesAProcessRunStandStillAndGo() throws Exception {
        try (JavaProcess process = child("live")) {
            awaitState(ProcessState.RUNNING, process);
            process.pause();
            awaitState(ProcessState.STOPPED, process);
            process.resume();
            awaitState(ProcessState.RUNNING, process);
            process.kill();
            assertEquals(ProcessState.GONE, ProcessState.of(process.pid()));
        }
    }

    @Test
    void aProcessThatMayNotMakeFilesLongerFailsToWriteAndLivesOn() throws Exception {
        Path file = directory.resolve("grown");
        try (JavaProcess process = child("grow", file.toString())) {
            await().atMost(LIMIT).until(() -> Files.exists(file) && Files.size(file) > 0);
            ResourceLimits.limitFileSize(process.pid(), 0);
            assertTrue(ResourceLimits.fileSize(process.pid()).startsWith("Max file size 0 unlimited"));
            awaitGrowth(file, false);
            assertTrue(process.isAlive(), process::tail);
            ResourceLimits.freeFileSize(process.pid());
            awaitGrowth(file, true);
            assertTrue(Files.readString(process.log()).contains("File too large"), process::tail);
        }
    }

    /** Whether a file grows within a quarter of a second, in which the child tries many times. */
    private static void awaitGrowth(Path file, boolean grows) {
        await().atMost(LIMIT).until(() -> {
            long before = Files.size(file);
            Clock.system().sleep(250);
            return Files.size(file) > before == grows;
        });
    }
}
