package io.durastream.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {

    @TempDir
    Path directory;

    @Test
    void takesPercentilesThatOccurred() {
        Percentiles hundred =
                Percentiles.of(LongStream.rangeClosed(1, 100).boxed().toList());
        assertEquals(new Percentiles(50, 95, 99, 100, 100), hundred);
        assertEquals(new Percentiles(7, 7, 7, 7, 1), Percentiles.of(List.of(7L)));
    }

    @Test
    void comparesContendersWithinARound() {
        Results results = Results.of(List.of(
                result("ours", 1, 100),
                result("peer", 1, 10),
                result("ours", 2, 30),
                result("peer", 2, 30),
                result("ours", 3, 80),
                result("peer", 3, 40),
                result("ours", 4, 1)));
        assertEquals(OptionalDouble.of(2), results.medianRatio("1m", "ours", "peer", "speed"));
        assertEquals(OptionalDouble.of(30), results.median("1m", "peer", "speed"));
        assertEquals(OptionalDouble.empty(), results.median("5m", "peer", "speed"));
    }

    @Test
    void readsResultsThatItWrote() throws IOException {
        ResultFile file = ResultFile.create(directory.resolve("new/results.jsonl"));
        file.append(result("ours", 1, 1.5));
        file.append(result("peer", 1, 2));
        assertEquals(List.of(result("ours", 1, 1.5), result("peer", 1, 2)), file.read());
    }

    @Test
    void replacesWhatIsBetweenTheMarkers() throws IOException {
        Path path =
                Files.writeString(directory.resolve("page.md"), "a\n<!-- measured: x -->\nold\n<!-- end of x -->\nz\n");
        new Page(path).replace("x", "new\n");
        new Page(path).replace("x", "newer\n");
        assertEquals("a\n<!-- measured: x -->\nnewer\n<!-- end of x -->\nz\n", Files.readString(path));
    }

    @Test
    void namesTheMarkerThatAPageLacks() throws IOException {
        Path path = Files.writeString(directory.resolve("page.md"), "<!-- end of x -->\n<!-- measured: x -->\n");
        IOException error = assertThrows(IOException.class, () -> new Page(path).replace("x", "new"));
        assertTrue(error.toString().contains("<!-- measured: x -->"), error.toString());
    }

    @Test
    void saysWhichBarsAreHeld() {
        String bars = new Bars()
                .atLeast("speed", OptionalDouble.of(2.4), 2.5)
                .atMost("files", OptionalDouble.of(3), 3)
                .atMost("unknown", OptionalDouble.empty(), 1)
                .toString();
        assertTrue(bars.contains("| speed | ≥ 2.50 | 2.40 | **no** |"), bars);
        assertTrue(bars.contains("| files | ≤ 3.00 | 3.00 | yes |"), bars);
        assertTrue(!bars.contains("unknown"), bars);
        assertEquals("", new Bars().atMost("unknown", OptionalDouble.empty(), 1).toString());
    }

    private static Result result(String contender, int round, double speed) {
        return new Result("count", "1m", contender, round, "here", Map.of("speed", speed));
    }
}
