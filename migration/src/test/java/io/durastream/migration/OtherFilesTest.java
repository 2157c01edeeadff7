package io.durastream.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherFilesTest {

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

    @Test
    void tellsOfOtherBuildsLanguagesAndSettings() throws IOException {
        write("build.gradle", "dependencies {\n    implementation 'org.apache.spark:spark-streaming_2.13:4.1.0'\n}\n");
        write("src/main/scala/Counts.scala", "import org.apache.spark.streaming.StreamingContext\n");
        write("build/copy/Counts.scala", "import org.apache.spark.streaming.StreamingContext\n");

        MigrationResult result = Applications.migrated(directory);

        assertEquals(List.of(), result.changes());
        assertEquals(
                List.of(
                        "2 implementation 'org.apache.spark:spark-streaming_2.13:4.1.0'",
                        "1 import org.apache.spark.streaming.StreamingContext"),
                result.untranslated().stream()
                        .map(row -> row.line() + " " + row.expression())
                        .toList());
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
