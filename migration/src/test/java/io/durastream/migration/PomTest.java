package io.durastream.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PomTest {

    private static final String TRANSLATED = """
                <!-- What counts. -->
                <dependency>
                  <groupId>io.durastream</groupId>
                  <artifactId>durastream-runtime</artifactId>
                  <version>%s</version>
                </dependency>
            """;

    @TempDir
    private Path directory;

    @Test
    void dependsOnDurastreamAndTellsOfConnectors() throws IOException, URISyntaxException {
        Applications.copy("pom", directory);

        MigrationResult result = Applications.migrated(directory);

        String pom = result.changes().get(0).text();
        String version = pom.replaceAll("(?s).*durastream-runtime</artifactId>\\s*<version>([^<]*)<.*", "$1");
        assertTrue(pom.contains(TRANSLATED.formatted(version)), pom);
        assertTrue(version.matches("\\d+\\..*"), version);
        assertTrue(pom.contains("<artifactId>spark-core_2.13</artifactId>"), pom);
        assertEquals(
                List.of("20 spark-streaming-kafka-0-10_2.13"),
                result.untranslated().stream()
                        .map(row -> row.line() + " " + row.expression())
                        .toList());
    }
}
