package io.durastream.chaos.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.durastream.chaos.check.DirectoryAudit;
import io.durastream.chaos.check.Evidence;
import io.durastream.chaos.check.Evidence.Load;
import io.durastream.chaos.check.Finding;
import io.durastream.chaos.check.Sample;
import io.durastream.chaos.check.Struck;
import io.durastream.chaos.check.Verdict;
import io.durastream.chaos.ledger.History;
import io.durastream.chaos.ledger.History.Execution;
import io.durastream.chaos.ledger.Ledger;
import io.durastream.chaos.run.RunOptions;
import io.durastream.chaos.run.RunOptions.Limits;
import io.durastream.chaos.run.RunResult;
import io.durastream.chaos.stage.Deployment;
import io.durastream.chaos.stage.Life;
import io.durastream.chaos.workload.Input;
import io.durastream.chaos.workload.Workload;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.BatchRecord.RecoveryEvent;
import io.durastream.checkpoint.DriverStart;
import io.durastream.checkpoint.WriterId;
import io.durastream.storage.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFilesTest {

    private static final RunOptions OPTIONS = new RunOptions(
            4711,
            1.5,
            List.of("driver-killed"),
            Deployment.LOCAL,
            Input.SOURCE,
            List.of(Workload.BANK),
            300,
            500,
            new Limits(60, 180));

    @TempDir
    Path directory;

    private static RunResult result() {
        Map<Long, List<Execution>> batches = Map.of(2_000L, List.of(new Execution("1-1.tsv", List.of("0\ta b"))));
        Evidence evidence = new Evidence(
                new Load(1, OPTIONS.workloads(), OPTIONS.batchMillis(), 1, 1),
                new History(Map.of(Ledger.INPUT, new TreeMap<>(batches))),
                List.of(new Sample(1_000, 1, 1, 0, 1), new Sample(3_000, 1, 2, 2_000, 0)),
                List.of(new DriverStart(
                        Epoch.of(1),
                        WriterId.of("1-1-1"),
                        1_000,
                        "host",
                        List.of(new RecoveryEvent(Epoch.of(1), Phase.FENCED, 1_200, "")))),
                List.of(new Struck(OPTIONS.schedule().strikes().get(0), 1_500, 1_500, Optional.of("<exit> 137"))),
                List.of(new Life("driver", 1, 900, OptionalLong.of(1_500), OptionalInt.of(137), "driver-1.log")),
                List.of(),
                new DirectoryAudit(1, List.of(), List.of()));
        return new RunResult(
                OPTIONS,
                OPTIONS.schedule(),
                500,
                4_000,
                evidence,
                List.of(new Finding("every record once", Verdict.INVALID, "1 record", List.of("lost: <all>"))));
    }

    @Test
    void keepsWhatARunWasToDo() throws IOException {
        RunFiles files = new RunFiles(directory);
        files.save(OPTIONS, OPTIONS.schedule());
        assertEquals(new RunFiles.Saved(OPTIONS, OPTIONS.schedule()), files.load());
        assertFalse(OPTIONS.schedule().strikes().isEmpty());
    }

    @Test
    void saysThatThereIsNoRun() {
        IOException missing = assertThrows(IOException.class, () -> new RunFiles(directory).load());
        assertTrue(missing.toString().contains("There is no run in " + directory), missing::toString);
    }

    @Test
    void writesAPageThatNeedsNoOtherFile() throws IOException {
        String page = Files.readString(new RunFiles(directory).write(result()));
        assertTrue(page.contains("<span class=\"verdict invalid\">invalid</span>"), page);
        assertTrue(page.contains("lost: &lt;all&gt;"), page);
        assertTrue(page.contains("&lt;exit&gt; 137"), page);
        assertTrue(page.contains("<polyline"), page);
        assertTrue(page.contains("driver-1.log"), page);
        assertFalse(page.contains("src=") || page.contains("href=") || page.contains("<script"), page);
    }

    @Test
    void writesTheSameForPrograms() throws IOException {
        new RunFiles(directory).write(result());
        JsonNode report =
                new ObjectMapper().readTree(directory.resolve("report.json").toFile());
        assertEquals("invalid", report.get("verdict").textValue());
        assertEquals(1_500, report.at("/faults/0/startedMillis").longValue());
        assertEquals("fenced", report.at("/starts/0/phases/0/phase").textValue());
        assertEquals(137, report.at("/drivers/0/exit").intValue());
        assertEquals(2_000, report.at("/samples/1/committedMillis").longValue());
        assertEquals(OPTIONS.command(), report.get("command").textValue());
    }
}
