package io.durastream.bench.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link Operators} on both systems: compiles for Durastream after its type names are mapped, and gives the same elements in
 * every batch of every operator.
 */
final class ParityIT {

    private static final Path SOURCE = Path.of("src/test/java/io/durastream/bench/parity/Operators.java");

    @TempDir
    Path directory;

    @Test
    void everyOperatorGivesWhatSparkStreamingGives() throws Exception {
        try (URLClassLoader loader = compiled(Files.readString(SOURCE))) {
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(loader); // Spark's tasks find the translated classes here
            try (JavaSparkContext spark = new JavaSparkContext(new SparkConf()
                    .setMaster("local[2]")
                    .setAppName("parity")
                    .set("spark.ui.enabled", "false")
                    .set("spark.default.parallelism", "2")
                    .set("durastream.fenced.action", "stop")
                    .set(
                            "durastream.state.localDirectory",
                            directory.resolve("state").toString()))) {
                Map<String, List<String>> expected =
                        Operators.run(spark, directory.resolve("spark").toUri().toString());
                Map<String, List<String>> actual = onDurastream(loader, spark);

                expected.forEach((name, outputs) -> assertEquals(outputs, actual.get(name), name));
                assertEquals(expected.keySet(), actual.keySet());
                assertTrue(expected.size() > 50, "all operators were compared, not " + expected.size());
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, List<String>> onDurastream(ClassLoader loader, JavaSparkContext spark) throws Exception {
        return (Map<String, List<String>>) loader.loadClass("translated.Operators")
                .getMethod("run", JavaSparkContext.class, String.class)
                .invoke(null, spark, directory.resolve("durastream").toUri().toString());
    }

    /** The rule that users are told: package io.durastream, and no prefix Java. */
    static String translate(String source) {
        return source.replace("package io.durastream.bench.parity;", "package translated;")
                .replaceAll("org\\.apache\\.spark\\.streaming\\.(api\\.java\\.)?", "io.durastream.")
                .replaceAll("\\bJava((?:Pair|MapWithState)?DStream|StreamingContext)\\b", "$1");
    }

    private URLClassLoader compiled(String source) throws Exception {
        Path translated =
                Files.createDirectories(directory.resolve("src/translated")).resolve("Operators.java");
        Files.writeString(translated, translate(source));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "-d",
                classes.toString(),
                translated.toString());
        assertEquals(0, result, "the translated application compiles; see what the compiler said above");
        return new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, Thread.currentThread().getContextClassLoader());
    }
}
