package io.durastream.cli.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchLogOptions;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.BatchRecord.RecoveryEvent;
import io.durastream.checkpoint.CommitOutcome;
import io.durastream.checkpoint.WriterId;
import io.durastream.cli.Main;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RecoveryCommandTest {

    @TempDir
    private Path checkpoint;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void listsStartsWithTheTimeOfEachStep() throws IOException {
        start("one", 0, Phase.FENCED, Phase.LOADED, Phase.FIRST_BATCH, Phase.CAUGHT_UP);
        start("two", 1_500, Phase.NOTICED, Phase.ELECTED, Phase.FENCED);
        assertEquals(0, run("recovery", "ls"), err::toString);
        List<String> lines = out.toString()
                .lines()
                .map(line -> line.replaceAll(" {2,}", "|"))
                .toList();
        assertEquals("EPOCH|BEGUN|HOST|NOTICED|ELECTED|FENCED|LOADED|FIRST BATCH|CAUGHT UP", lines.get(0));
        assertTrue(lines.get(1).startsWith("1|"), lines::toString);
        assertTrue(lines.get(1).contains("|host-one|-|-|0.0 s|"), lines::toString);
        assertTrue(lines.get(2).startsWith("2|"), lines::toString);
        assertTrue(lines.get(2).endsWith("|host-two|0.0 s|1.0 s|2.0 s|-|-|-"), lines::toString);
    }

    @Test
    void showsTheLastStartOrTheOneThatIsAskedFor() throws IOException {
        start("one", 0, Phase.FENCED);
        start("two", 0, Phase.FENCED);
        assertEquals(0, run("recovery", "show"));
        assertTrue(out.toString().startsWith("epoch 2 on host-two, claimed "), out::toString);
        assertEquals(0, run("recovery", "show", "1"));
        assertTrue(out.toString().startsWith("epoch 1 on host-one, claimed "), out::toString);
        assertTrue(out.toString().contains("detail of FENCED"), out::toString);
    }

    @Test
    void writesJsonForPrograms() throws IOException {
        start("one", 0, Phase.FENCED, Phase.FIRST_BATCH);
        assertEquals(0, run("recovery", "ls", "-o", "json"));
        JsonNode start = new ObjectMapper().readTree(out.toString()).get(0);
        assertEquals(1, start.get("epoch").asLong());
        assertEquals("host-one", start.get("host").asText());
        assertEquals("one", start.get("writer").asText());
        assertEquals("first batch", start.get("steps").get(1).get("step").asText());
        Instant.parse(start.get("steps").get(1).get("at").asText());
    }

    @Test
    void saysWhatIsWrongInALine() throws IOException {
        assertEquals(1, run("recovery", "ls"));
        assertTrue(err.toString().startsWith("ls: There is no checkpoint in "), err::toString);
        start("one", 0, Phase.FENCED);
        assertEquals(2, run("recovery", "show", "7"));
        assertTrue(err.toString().contains("The ledger has no epoch 7: expected one from 1 to 1"), err::toString);
    }

    /** A driver that notes its steps a second apart, from {@code beforeMillis} before it claims the log on. */
    private void start(String driver, long beforeMillis, Phase... steps) throws IOException {
        try (Storage storage = Storages.open(checkpoint.toUri().toString(), new Configuration(), Clock.system())) {
            BatchLog log = BatchLog.claim(
                    storage, WriterId.of(driver), "host-" + driver, Clock.system(), BatchLogOptions.defaults());
            long begun =
                    log.state().ledger().get(log.state().ledger().size() - 1).wallMillis() - beforeMillis;
            for (int i = 0; i < steps.length; i++) {
                RecoveryEvent event =
                        new RecoveryEvent(log.epoch(), steps[i], begun + i * 1_000L, "detail of " + steps[i]);
                assertTrue(log.append(List.of(event)) instanceof CommitOutcome.Committed);
            }
        }
    }

    private int run(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--checkpoint";
        all[words.length + 1] = checkpoint.toUri().toString();
        return command.execute(all);
    }
}
