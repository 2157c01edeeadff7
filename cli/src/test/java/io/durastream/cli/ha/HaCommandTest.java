package io.durastream.cli.ha;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class HaCommandTest {

    @TempDir
    Path directory;

    private void assertRefused(String because, String... arguments) {
        StringWriter err = new StringWriter();
        int exit = new CommandLine(new HaCommand()).setErr(new PrintWriter(err)).execute(arguments);
        assertEquals(2, exit, err::toString);
        assertTrue(err.toString().contains(because), err::toString);
    }

    @Test
    void refusesWrongUsage() throws IOException {
        String jar = ApplicationJarTest.jar(directory, "app.Main").toString();
        assertRefused("--zookeeper", "--checkpoint", "file:/words", jar);
        assertRefused("--checkpoint", "--zookeeper", "zk:2181", jar);
        assertRefused(
                "The ZooKeeper server is 'zk', expected host:port",
                "--zookeeper",
                "zk",
                "--checkpoint",
                "file:/words",
                jar);
        assertRefused(
                "There is no application nowhere.jar",
                "--zookeeper",
                "zk:2181",
                "--checkpoint",
                "file:/words",
                "nowhere.jar");
        assertRefused(
                "crashes allowed is -1",
                "--max-crashes",
                "-1",
                "--zookeeper",
                "zk:2181",
                "--checkpoint",
                "file:/words",
                jar);
    }
}
