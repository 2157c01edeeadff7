package io.durastream.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the recipe cannot translate is told, each with its place. */
class UntranslatedTest {

    @TempDir
    private static Path directory;

    private static MigrationResult result;

    @BeforeAll
    static void migrateAll() throws IOException, URISyntaxException {
        Applications.copy("reported", directory);
        Applications.assertCompilesWithSparkStreaming(directory.resolve("com/acme/scala"));
        Files.writeString(directory.resolve("Broken.java"), "class Broken {");
        result = Applications.migrated(directory);
        Applications.write(result);
    }

    @Test
    void listsTypesAndMembersOfTheScalaApi() {
        assertEquals(
                List.of(
                        "StreamingContext",
                        "jssc.ssc()",
                        "DStream",
                        "words .filter(word -> !word.isEmpty()) .dstream()",
                        "words.classTag()",
                        "io.durastream.DStream.fromDStream(under, words.classTag())",
                        "ConstantInputDStream",
                        "words.classTag()",
                        "words.classTag()",
                        "new io.durastream.DStream<>(new Consta ... , words.classTag()), words.classTag())",
                        "JavaDStreamLike",
                        "from.until(to, new Duration(1000))",
                        "state.getOption()",
                        "new Duration(1).copy(5)",
                        "new StreamInputInfo(1, 2, new HashMap<>(), \"made by a test of a listener\")",
                        "Twice implements StreamingListener",
                        "\"org.apache.spark.streaming.receiver.ReceiverSupervisor\""),
                expressions("ScalaCorners.java"));
    }

    @Test
    void namesTheLineInTheTranslatedFile() throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("com/acme/scala/ScalaCorners.java"));
        for (Untranslated.Row row : rows("ScalaCorners.java")) {
            String word = row.expression()
                    .replaceAll("\\(.*|.*[. ](?=\\w+\\()|\"", "")
                    .replaceAll(".*\\W", "");
            String line = lines.get(row.line() - 1);
            assertTrue(line.contains(word), () -> word + " is not in line " + row.line() + ": " + line);
        }
    }

    @Test
    void listsImportsOfWhatIsNotInTheClassPath() {
        assertEquals(
                List.of(
                        "import org.apache.spark.streaming.kafka010.ConsumerStrategies",
                        "import org.apache.spark.streaming.kafka010.KafkaUtils",
                        "import org.apache.spark.streaming.kafka010.LocationStrategies"),
                expressions("KafkaCount.java"));
        assertTrue(rows("KafkaCount.java").stream().allMatch(row -> row.hint().contains("Kafka")));
    }

    @Test
    void keepsTwoTypesOfTheSameNameApart() throws IOException {
        String text = Files.readString(directory.resolve("com/acme/scala/ScalaCorners.java"));
        assertTrue(text.contains("io.durastream.StreamingContext jssc, io.durastream.DStream<String> words"), text);
    }

    @Test
    void findsNamesThatHaveComeToMeanTwoTypes() {
        assertEquals(List.of("PairDStream"), expressions("Names.java"));
        assertEquals(7, rows("Names.java").get(0).line());
    }

    @Test
    void leavesNoMarksInTheSources() throws IOException {
        assertFalse(Files.readString(directory.resolve("com/acme/scala/ScalaCorners.java"))
                .contains("~~"));
    }

    @Test
    void saysWhichSourcesItCouldNotRead() {
        assertEquals(List.of(directory.resolve("Broken.java")), result.unparsed());
        assertFalse(result.complete());
    }

    private static List<String> expressions(String file) {
        return rows(file).stream().map(Untranslated.Row::expression).toList();
    }

    private static List<Untranslated.Row> rows(String file) {
        return result.untranslated().stream()
                .filter(row -> row.file().endsWith(file))
                .toList();
    }
}
