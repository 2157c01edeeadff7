package io.durastream.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job as its users run it, small: {@code bin/durastream demo} with the real application on Spark. */
@Timeout(600)
final class DemoIT {

    private static final Path COMMAND = Path.of("..", "bin", "durastream");
    private static final long LIMIT_MINUTES = 8;

    @TempDir
    Path temporary;

    /** What a run left: how it ended and what it said on both streams. */
    private record Outcome(int exit, String output) {

        boolean says(String pattern) {
            return output.lines().anyMatch(line -> line.matches(".*" + pattern + ".*"));
        }
    }

    private Outcome demo(String... arguments) throws IOException, InterruptedException {
        Path log = temporary.resolve("demo.log");
        var command = new ArrayList<>(List.of("bash", COMMAND.toString(), "demo", "--seed", "17", "--rate", "5000"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // What this very build has packaged: a build inside of a build would wait for the other one's locks.
        builder.environment().put("DURASTREAM_SKIP_BUILD", "1");
        builder.environment().put("DURASTREAM_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES), () -> "still runs: " + read(log));
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), read(log));
    }

    private static String read(Path log) {
        try {
            return new String(Files.readAllBytes(log), UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void countsEveryWordThoughItsDriverIsKilled() throws Exception {
        Outcome outcome = demo("--records", "50000", "--kills", "2");
        assertEquals(0, outcome.exit(), outcome::output);
        assertTrue(outcome.says("records 50,000 · lost 0 · counted twice 0 · 2 kills"), outcome::output);
    }

    @Test
    void countsEveryWordWithoutAnyKill() throws Exception {
        Outcome outcome = demo("--records", "20000", "--kills", "0");
        assertEquals(0, outcome.exit(), outcome::output);
        assertTrue(outcome.says("records 20,000 · lost 0 · counted twice 0 · 0 kills"), outcome::output);
    }

    @Test
    void findsThatAReceiverAcknowledgedTooEarly() throws Exception {
        Outcome outcome = demo("--records", "50000", "--kills", "3", "--plant", "lose-ack");
        assertEquals(1, outcome.exit(), outcome::output);
        assertTrue(outcome.says("lost [1-9][0-9,]* words · counted twice 0"), outcome::output);
    }

    @Test
    void findsThatAReceiverForgotItsPosition() throws Exception {
        Outcome outcome = demo("--records", "50000", "--kills", "3", "--plant", "forget-position");
        assertEquals(1, outcome.exit(), outcome::output);
        assertTrue(outcome.says("lost 0 · counted twice [1-9][0-9,]* words"), outcome::output);
    }
}
