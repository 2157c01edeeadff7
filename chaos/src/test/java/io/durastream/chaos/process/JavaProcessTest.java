package io.durastream.chaos.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class JavaProcessTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private Path log;

    @BeforeEach
    void nameLog() {
        log = directory.resolve("child.log");
    }

    private JavaProcess child(String... arguments) throws IOException {
        return start(JavaCommand.of(Child.class.getName()).withArguments(arguments));
    }

    private JavaProcess start(JavaCommand command) throws IOException {
        return JavaProcess.start(command, log, Clock.system());
    }

    private boolean logHas(String text) {
        try {
            return Files.readString(log).contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsTheExitCode() throws Exception {
        try (var child = child("exit", "3")) {
            assertEquals(3, child.awaitExit(LIMIT));
            assertEquals(OptionalInt.of(3), child.exitCode());
        }
    }

    @Test
    void passesArgumentsAndEnvironmentAndKeepsTheOutput() throws Exception {
        var command = JavaCommand.of(Child.class.getName())
                .withArguments("say", "hello ")
                .withJvmOptions("-Xmx32m")
                .withEnvironment("CHILD_SAYS", "world");
        try (var child = start(command)) {
            assertEquals(0, child.awaitExit(LIMIT));
        }
        assertTrue(logHas("hello world"));
    }

    @Test
    void aMainThatThrowsEndsWithItsOwnException() throws Exception {
        try (var child = child("fail")) {
            assertEquals(1, child.awaitExit(LIMIT));
        }
        assertTrue(logHas("IllegalStateException: child fails as told"));
    }

    @Test
    void killsForGood() throws Exception {
        try (var child = child("live")) {
            child.await("alive", LIMIT, () -> logHas("alive"));
            assertEquals(OptionalInt.empty(), child.exitCode());
            child.kill();
            assertEquals(OptionalInt.of(128 + 9), child.exitCode());
        }
    }

    @Test
    void terminatesPolitely() throws Exception {
        try (var child = child("live")) {
            child.await("alive", LIMIT, () -> logHas("alive"));
            child.terminate();
            assertEquals(128 + 15, child.awaitExit(LIMIT));
        }
    }

    @Test
    void pausesAndResumes() throws Exception {
        try (var child = child("live")) {
            child.await("alive", LIMIT, () -> logHas("alive"));
            child.pause();
            await().atMost(LIMIT).until(() -> state(child.pid()) == 'T');
            child.resume();
            await().atMost(LIMIT).until(() -> state(child.pid()) != 'T');
            assertTrue(child.isAlive());
        }
    }

    @Test
    void killsAPausedChildOnClose() throws Exception {
        JavaProcess paused;
        try (var child = child("live")) {
            paused = child;
            child.pause();
        }
        assertFalse(paused.isAlive());
    }

    @Test
    void refusesToSignalWhatIsGone() throws Exception {
        try (var child = child("live")) {
            child.kill();
            assertThrows(IOException.class, child::pause);
        }
    }

    @Test
    void tellsWhyTheConditionCannotHoldAnyMore() throws Exception {
        try (var child = child("fail")) {
            var error = assertThrows(IllegalStateException.class, () -> child.await("hell frozen", LIMIT, () -> false));
            assertTrue(error.toString().contains("before hell frozen"), error::toString);
            assertTrue(error.toString().contains("child fails as told"), error::toString);
        }
    }

    @Test
    void waitsOnlySoLong() throws Exception {
        try (var child = child("live")) {
            var error = assertThrows(
                    IllegalStateException.class, () -> child.await("hell frozen", Duration.ofMillis(50), () -> false));
            assertTrue(error.toString().contains("not hell frozen within PT0.05S"), error::toString);
        }
    }

    @Test
    void aChildDoesNotOutliveAParentThatWasKilled() throws Exception {
        Path grandchildLog = directory.resolve("grandchild.log");
        try (var parent = child("parent", grandchildLog.toString())) {
            parent.await("a parent", LIMIT, () -> logHas("child="));
            long grandchild = grandchildOf(Files.readString(log));
            assertTrue(ProcessHandle.of(grandchild).isPresent());
            parent.kill();
            await().atMost(LIMIT)
                    .until(() ->
                            ProcessHandle.of(grandchild).map(p -> !p.isAlive()).orElse(true));
        }
    }

    private static long grandchildOf(String log) {
        var matcher = Pattern.compile("child=(\\d+)").matcher(log);
        assertTrue(matcher.find(), log);
        return Long.parseLong(matcher.group(1));
    }

    /** The kernel's letter for what the process does; T is stopped. */
    private static char state(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }
}
