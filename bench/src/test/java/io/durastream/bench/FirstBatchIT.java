package io.durastream.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.bench.report.Percentiles;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.storage.Clock;
import io.durastream.storage.hdfs.HdfsCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a driver takes from the start of its process, and from {@code getOrCreate}, to its first committed batch after
 * a kill -9. Asked for with {@code mvn -pl bench -am verify -Dit.test=FirstBatchIT -Dsurefire.skip
 * -Ddurastream.measure=true}.
 */
@EnabledIfSystemProperty(named = "durastream.measure", matches = "true")
final class FirstBatchIT {

    private static final int RESTARTS = 6;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void measuresLocalDisk() throws Exception {
        measure("local disk", directory.resolve("checkpoint").toUri().toString());
    }

    @Test
    void measuresHdfs() throws Exception {
        try (HdfsCluster cluster = HdfsCluster.start(3)) {
            measure("HDFS, 3 DataNodes", cluster.uri("/first"));
        }
    }

    private void measure(String where, String checkpoint) throws Exception {
        List<Long> sinceProcess = new ArrayList<>();
        List<Long> sinceGetOrCreate = new ArrayList<>();
        for (int i = 0; i <= RESTARTS; i++) {
            Path report = directory.resolve(where.replaceAll("\\W", "") + i);
            JavaCommand command = JavaCommand.of(FirstBatchApp.class.getName())
                    .withArguments(
                            checkpoint,
                            report.toString(),
                            directory.resolve("state").toString());
            try (JavaProcess driver =
                    JavaProcess.start(command, directory.resolve("driver-" + i + ".log"), Clock.system())) {
                driver.await("a committed batch", LIMIT, () -> Files.exists(report));
                List<String> times = readLines(report);
                assertEquals(2, times.size());
                if (i > 0) { // the first start recovers nothing
                    sinceProcess.add(Long.parseLong(times.get(0)));
                    sinceGetOrCreate.add(Long.parseLong(times.get(1)));
                }
                driver.kill();
            }
        }
        System.out.println("first committed batch after kill -9 | " + where + " | since process start "
                + Percentiles.of(sinceProcess) + " | since getOrCreate " + Percentiles.of(sinceGetOrCreate));
    }

    private static List<String> readLines(Path report) {
        try {
            return Files.readAllLines(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
