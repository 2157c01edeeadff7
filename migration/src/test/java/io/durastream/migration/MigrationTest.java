package io.durastream.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.migration.MigrationResult.Change;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications of the kinds that people have, which need no work by hand. */
class MigrationTest {

    @TempDir
    private static Path directory;

    private static Path sources;
    private static MigrationResult result;
    private static Map<String, String> texts;

    @BeforeAll
    static void migrateAll() throws IOException, URISyntaxException {
        sources = Applications.copy("translated", directory.resolve("src"));
        result = Applications.migrated(sources);
        texts = result.changes().stream()
                .collect(Collectors.toMap(change -> change.file().getFileName().toString(), Change::text));
    }

    @Test
    void startsFromApplicationsThatSparkStreamingTakes() throws IOException {
        Applications.assertCompilesWithSparkStreaming(sources);
    }

    @Test
    void leavesNothingToBeDone() {
        assertEquals(List.of(), result.untranslated());
        assertEquals(List.of(), result.unparsed());
        assertTrue(result.complete());
        texts.forEach((file, text) -> assertFalse(text.contains("org.apache.spark.streaming"), file));
    }

    @Test
    void writesNothingItself() throws IOException {
        for (Change change : result.changes()) {
            assertTrue(Files.readString(change.file()).contains("org.apache.spark.streaming"), change.file()::toString);
        }
    }

    @Test
    void makesSourcesThatCompileWithoutSparkStreaming() throws IOException {
        Applications.assertCompiles(translated("compiled"));
    }

    @Test
    void doesNothingTheSecondTime() throws IOException {
        MigrationResult second = Applications.migrated(translated("again"));

        assertEquals(List.of(), second.changes());
        assertTrue(second.complete());
    }

    @Test
    void dropsThePrefixOfTypesAndImportsEachByName() {
        String text = text("RecoverableCount");
        assertContains(
                text,
                "import io.durastream.StreamingContextState;",
                "import io.durastream.Time;",
                "import java.util.*;");
        assertContains(
                text, "JavaPairRDD<String, Integer> rdd, Time time", "new StreamingContext(conf, new Duration(500))");
        assertContains(text, "Function0<StreamingContext> creating", "StreamingContext.getOrCreate(args[2], creating)");
        assertFalse(text.contains("io.durastream.*"), text);
    }

    @Test
    void keepsLayoutAndCommentsAndTranslatesJavadoc() {
        String text = text("SocketWordCount");
        assertContains(
                text, "// MEMORY_AND_DISK_SER: one machine only\n        ReceiverInputDStream<String> lines =\n");
        assertContains(text, "a {@link StreamingContext} with a batch a second");
    }

    @Test
    void translatesStaticImportsAndQualifiedNames() {
        String text = text("WindowedCount");
        assertContains(
                text, "import static io.durastream.Durations.seconds;", "context.remember(Durations.minutes(2));");
    }

    @Test
    void translatesState() {
        assertContains(
                text("StatefulCount"),
                "State<Integer>, Tuple2<String, Integer>> mapping",
                "MapWithStateDStream<String, Integer, Integer, Tuple2<String, Integer>> sums =",
                "PairDStream<String, Integer> ones",
                ".timeout(Minutes.apply(5))");
    }

    @Test
    void convertsScalaCollectionsThatReceiversStore() {
        assertContains(
                text("LineReceiver"),
                "import scala.jdk.javaapi.CollectionConverters;",
                "extends Receiver<String>",
                "store(reader.readLine());",
                "store(CollectionConverters.asJava(block));",
                "store(CollectionConverters.asJava(block.iterator()));");
    }

    @Test
    void makesOneKindOfListenerOfTwo() {
        assertContains(
                text("Progress"),
                "for (Map.Entry<Integer, StreamInputInfo> input :",
                "class Progress extends StreamingListener {",
                "static class Delays extends StreamingListener implements java.io.Serializable {",
                "long delay = (Long) started.batchInfo().schedulingDelay();",
                "jssc.addStreamingListener(new Progress());",
                "jssc.addStreamingListener(new Delays());");
    }

    @Test
    void takesNoDetourOverTheScalaApi() {
        assertContains(
                text("FileCount"),
                "words.persist(StorageLevel.MEMORY_ONLY());",
                "words.print();",
                "() -> words.print(3);",
                "jssc.sparkContext().sc().applicationId()",
                "words.context().sparkContext().sc()");
    }

    @Test
    void tellsTheDifference() {
        Change change = result.changes().stream()
                .filter(each -> each.file().endsWith("SocketWordCount.java"))
                .findFirst()
                .orElseThrow();
        assertContains(
                change.diff(),
                "-import org.apache.spark.streaming.api.java.JavaStreamingContext;",
                "+import io.durastream.StreamingContext;");
    }

    private static Path translated(String name) throws IOException {
        Path copy = directory.resolve(name);
        for (Change change : result.changes()) {
            Path file = copy.resolve(sources.relativize(change.file()).toString());
            Files.createDirectories(file.getParent());
            Files.writeString(file, change.text());
        }
        return copy;
    }

    private static String text(String type) {
        return texts.getOrDefault(type + ".java", "");
    }

    private static void assertContains(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), () -> part + "\nis not in\n" + text);
        }
    }
}
