package io.durastream.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.bench.report.Result;
import io.durastream.bench.report.ResultFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of {@code bench/run} run at all, on little. */
final class BenchIT {

    private static final List<String> LITTLE = List.of(
            "--keys=1k",
            "--records=1k",
            "--rounds=1",
            "--warm-up=0",
            "--batches=3",
            "--interval=100",
            "--conf=durastream.state.commitsPerSnapshot=5");

    @TempDir
    Path directory;

    @Test
    void countsWithEachContender() throws Exception {
        List<Result> results = run("keyed-count", "--only=durastream,spark-batch,structured");
        assertEquals(
                List.of("durastream", "spark-batch", "structured"),
                results.stream().map(Result::contender).toList());
        for (Result result : results) {
            assertTrue(result.figure("recordsPerSecond") > 0, result.toString());
            assertTrue(result.figure("bytesPerBatch") > 0, result.toString());
            assertTrue(result.figure("peakResidentMegabytes") > 0, result.toString());
        }
        assertTrue(results.get(0).figure("bytesPerBatch.changelog") > 0, results.toString());
        writesThePage();
    }

    @Test
    void restartsWithAndWithoutLocalDisk() throws Exception {
        List<Result> results = run("restart", "--only=durastream");
        assertEquals(
                List.of("durastream", "durastream-without-disk"),
                results.stream().map(Result::contender).toList());
    }

    private List<Result> run(String workload, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(workload, "--directory=" + directory));
        arguments.addAll(LITTLE);
        arguments.addAll(List.of(more));
        assertEquals(0, Bench.commandLine().execute(arguments.toArray(new String[0])));
        return new ResultFile(directory.resolve(workload + ".jsonl")).read();
    }

    private void writesThePage() throws Exception {
        Path page = Files.writeString(
                directory.resolve("page.md"), "<!-- measured: keyed-count -->\n<!-- end of keyed-count -->\n");
        int exit = Bench.commandLine()
                .execute(
                        "table",
                        "--page=" + page,
                        "--directory=" + directory,
                        "--results=" + directory.resolve("keyed-count.jsonl"));
        assertEquals(0, exit);
        assertTrue(Files.readString(page).contains("| 1k | Durastream |"), Files.readString(page));
    }
}
