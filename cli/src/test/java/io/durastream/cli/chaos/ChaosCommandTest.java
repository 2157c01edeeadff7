package io.durastream.cli.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.fault.Fault;
import io.durastream.chaos.fault.Faults;
import io.durastream.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ChaosCommandTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    private void assertRefused(String because, String... arguments) {
        assertEquals(2, execute(arguments), err::toString);
        assertTrue(err.toString().contains(because), err::toString);
    }

    @Test
    void listsEveryFault() {
        assertEquals(0, execute("chaos", "list"), err::toString);
        for (Fault fault : Faults.all()) {
            assertTrue(out.toString().contains(fault.name() + " "), out::toString);
            assertTrue(out.toString().contains(fault.description()), out::toString);
        }
    }

    @Test
    void refusesWrongUsage() {
        String runs = directory.toString();
        assertRefused("There is no fault 'no-such'", "chaos", "run", "--directory", runs, "--faults", "no-such");
        assertRefused(
                "The fault 'source-cut' is not possible with --deployment local --input files",
                "chaos",
                "run",
                "--directory",
                runs,
                "--input",
                "files",
                "--faults",
                "source-cut");
        assertRefused("There is no workload 'x'", "chaos", "run", "--directory", runs, "--workloads", "x");
        assertRefused("--minutes must be above 0", "chaos", "run", "--directory", runs, "--minutes", "0");
        assertEquals(0, directory.toFile().list().length, "nothing was begun");
    }

    @Test
    void saysThatThereIsNoRunToReplay() {
        assertEquals(1, execute("chaos", "replay", directory.toString()));
        assertTrue(err.toString().contains("There is no run in " + directory), err::toString);
    }

    @Test
    void refusesToReplayWhatWouldBeAnotherRun() throws IOException {
        Files.writeString(directory.resolve("run.json"), """
                {"options": {"seed": 1, "minutes": 1.0, "faults": ["driver-killed"], "deployment": "LOCAL",
                  "input": "RECEIVER", "workloads": ["BANK"], "recordsPerSecond": 1.0, "batchMillis": 1000,
                  "limits": {"recoverySeconds": 1, "catchUpSeconds": 1}},
                 "schedule": {"strikes": []}}
                """);
        assertEquals(1, execute("chaos", "replay", directory.toString()));
        assertTrue(err.toString().contains("made by another version of Durastream"), err::toString);
    }

    @Test
    void noRunOverwritesAnother() throws IOException {
        assertEquals(directory.resolve("run"), ChaosRunCommand.newDirectory(directory, "run"));
        Files.createDirectory(directory.resolve("run"));
        Files.createDirectory(directory.resolve("run-2"));
        assertEquals(directory.resolve("run-3"), ChaosRunCommand.newDirectory(directory, "run"));
    }
}
