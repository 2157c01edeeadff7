package io.durastream.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole demo, with an application that needs no Spark. */
@Timeout(120)
final class DemoCommandIT {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path temporary;

    private int demo(String... arguments) {
        var all = new ArrayList<>(List.of("demo", "--batch", "20", "--checkpoint", checkpoint()));
        all.addAll(Arrays.asList(arguments));
        return new CommandLine(new Main())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private String checkpoint() {
        return temporary.resolve("checkpoint").toUri().toString();
    }

    private int demoOf(Class<?> driver, String... arguments) {
        var all = new ArrayList<>(List.of("--driver", driver.getName(), "--seed", "5", "--heap", "64m"));
        all.addAll(Arrays.asList(arguments));
        return demo(all.toArray(String[]::new));
    }

    private void assertSays(StringWriter where, String what) {
        assertTrue(where.toString().contains(what), () -> what + " is not in " + out + err);
    }

    private Path kept() throws IOException {
        String message = "are kept in ";
        int start = err.toString().lastIndexOf(message);
        assertTrue(start >= 0, err::toString);
        return Path.of(err.toString().substring(start + message.length()).strip());
    }

    private void deleteKept() throws IOException {
        try (Stream<Path> files = Files.walk(kept())) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void anApplicationThatKeepsItsPromisesIsFoundCorrect() {
        assertEquals(
                0, demoOf(FakeWordCount.class, "--records", "20000", "--rate", "8000", "--kills", "3"), err::toString);
        assertSays(out, "records 20,000 · lost 0 · counted twice 0 · 3 kills · recovered in p50 0.");
        assertSays(out, "the same again: bin/durastream demo --records 20000 --rate 8000 --kills 3 --seed 5");
        assertSays(err, "acknowledged");
        assertFalse(err.toString().contains("are kept in"), err::toString);
    }

    @Test
    void acknowledgingBeforeStoringIsFound() throws IOException {
        int exit = demoOf(
                FakeWordCount.class, "--records", "20000", "--rate", "8000", "--kills", "3", "--plant", "lose-ack");
        assertEquals(1, exit, out::toString);
        assertFalse(out.toString().contains("lost 0"), out::toString);
        assertSays(out, "counted twice 0");
        assertSays(out, "--plant lose-ack");
        assertTrue(Files.exists(kept().resolve("logs/driver-4.log")));
        deleteKept();
    }

    @Test
    void countingTwiceIsFound() throws IOException {
        int exit = demoOf(
                FakeWordCount.class,
                "--records",
                "20000",
                "--rate",
                "8000",
                "--kills",
                "5",
                "--plant",
                "forget-position");
        assertEquals(1, exit, out::toString);
        assertFalse(out.toString().contains("counted twice 0"), out::toString);
        deleteKept();
    }

    @Test
    void aDriverThatEndsByItselfIsAFailure() throws IOException {
        assertEquals(1, demoOf(DyingDriver.class, "--records", "10"));
        assertSays(err, "ended by itself, with exit code 3");
        assertSays(err, "cannot go on");
        assertEquals("", out.toString());
        deleteKept();
    }

    @Test
    void refusesWrongUsage() {
        assertEquals(2, demo("--records", "0"));
        assertEquals(2, demo("--kills", "-1"));
        assertEquals(2, demo("--heap", "lots"));
        assertEquals(2, demo("--plant", "nothing"));
        assertEquals(2, demo("--what"));
        assertSays(err, "--heap must be like 512m or 2g, not lots");
        assertSays(err, "lose-ack");
    }

    @Test
    void refusesACheckpointDirectoryThatIsInUse() throws IOException {
        Files.createDirectories(temporary.resolve("checkpoint/batches"));
        assertEquals(2, demo());
        assertSays(err, "is not empty");
    }
}
