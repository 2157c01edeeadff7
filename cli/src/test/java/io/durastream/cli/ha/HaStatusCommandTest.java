package io.durastream.cli.ha;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchLogOptions;
import io.durastream.checkpoint.WriterId;
import io.durastream.cli.Main;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where ZooKeeper cannot be asked; where it can, {@link HaCommandIT}. */
@Timeout(60)
final class HaStatusCommandTest {

    @TempDir
    private Path checkpoint;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String command, String zookeeper) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        "ha",
                        command,
                        "--zookeeper",
                        zookeeper,
                        "--session-timeout",
                        "300",
                        "--checkpoint",
                        checkpoint.toUri().toString());
    }

    @Test
    void showsWhatTheCheckpointDirectorySaysWhenZooKeeperCannotBeAsked() throws Exception {
        try (Storage storage = Storages.open(checkpoint.toUri().toString(), new Configuration(), Clock.system())) {
            BatchLog.claim(storage, WriterId.of("one"), "host-one", Clock.system(), BatchLogOptions.defaults());
        }
        assertEquals(1, run("status", "127.0.0.1:1"), err::toString);
        assertTrue(err.toString().startsWith("status: ZooKeeper at 127.0.0.1:1 cannot be asked"), err::toString);
        assertTrue(out.toString().startsWith("leader    unknown: ZooKeeper at 127.0.0.1:1 cannot"), out::toString);
        assertTrue(out.toString().contains("\nepoch     1 on host-one, claimed "), out::toString);
        assertTrue(out.toString().contains("\ncommitted none\n"), out::toString);
    }

    @Test
    void saysThatThereIsNoBatchLogYet() {
        assertEquals(1, run("status", "127.0.0.1:1"), err::toString);
        assertTrue(
                out.toString().contains("\nepoch     none: the checkpoint directory has no batch log"), out::toString);
    }

    @Test
    void nothingIsHandedOverWhenZooKeeperCannotBeAsked() {
        assertEquals(1, run("failover", "127.0.0.1:1"), err::toString);
        assertTrue(err.toString().startsWith("failover: ZooKeeper at 127.0.0.1:1 cannot be asked"), err::toString);
        assertEquals(2, run("status", "zk"), err::toString);
        assertTrue(err.toString().contains("The ZooKeeper server is 'zk', expected host:port"), err::toString);
    }
}
