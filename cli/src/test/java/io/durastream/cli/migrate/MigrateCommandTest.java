package io.durastream.cli.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MigrateCommandTest {

    /** As much of Spark Streaming as the application uses; the artifact itself is banned here. */
    private static final Map<String, String> SPARK_STREAMING = Map.of(
            "org/apache/spark/streaming/api/java/JavaStreamingContext.java",
            """
            package org.apache.spark.streaming.api.java;
            public class JavaStreamingContext {
                public void start() {}
                public org.apache.spark.streaming.StreamingContext ssc() { return null; }
            }
            """,
            "org/apache/spark/streaming/StreamingContext.java",
            "package org.apache.spark.streaming; public class StreamingContext { public String uiTab() { return null; } }",
            "org/apache/spark/api/java/JavaRDD.java",
            "package org.apache.spark.api.java; public class JavaRDD {}",
            "scala/Tuple2.java",
            "package scala; public class Tuple2 {}");

    private static final String APPLICATION = """
            package com.acme;

            import org.apache.spark.streaming.api.java.JavaStreamingContext;

            class App {
                void run(JavaStreamingContext context) {
                    context.start();
                }
            }
            """;

    @TempDir
    private Path directory;

    private Path sources;
    private Path classes;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void compileSparkStreaming() throws IOException {
        classes = Files.createDirectories(directory.resolve("classes"));
        Path stubs = directory.resolve("stubs");
        for (Map.Entry<String, String> type : SPARK_STREAMING.entrySet()) {
            write(stubs.resolve(type.getKey()), type.getValue());
        }
        try (Stream<Path> files = Files.walk(stubs)) {
            String[] options = Stream.concat(
                            Stream.of("-proc:none", "-d", classes.toString()),
                            files.filter(Files::isRegularFile).map(Path::toString))
                    .toArray(String[]::new);
            assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, options));
        }
        sources = directory.resolve("src");
        write(sources.resolve("com/acme/App.java"), APPLICATION);
    }

    @Test
    void changesSourcesInPlace() throws IOException {
        assertEquals(0, migrate("--classpath", classes.toString(), sources.toString()), err::toString);

        assertTrue(application().contains("import io.durastream.StreamingContext;"), application());
        assertTrue(application().contains("void run(StreamingContext context)"), application());
        assertTrue(out.toString().contains("changed  " + sources.resolve("com/acme/App.java")), out::toString);
        assertTrue(out.toString().contains("1 files changed, nothing left"), out::toString);
    }

    @Test
    void aDryRunShowsTheDifferenceAndWritesNothing() throws IOException {
        assertEquals(0, migrate("--dry-run", "--classpath", classes.toString(), sources.toString()), err::toString);

        assertEquals(APPLICATION, application());
        assertTrue(out.toString().contains("+import io.durastream.StreamingContext;"), out::toString);
        assertTrue(out.toString().contains("1 files would change"), out::toString);
    }

    @Test
    void listsWhatIsLeftAndSaysSoWithItsExitCode() throws IOException {
        String scala = APPLICATION.replace("context.start();", "context.ssc().uiTab();");
        Path file = sources.resolve("com/acme/App.java");
        write(file, scala);

        assertEquals(1, migrate("--classpath", classes.toString(), sources.toString()), err::toString);

        String row = file + ":7  context.ssc()  The Scala context: call the operation on the StreamingContext itself.";
        assertTrue(out.toString().contains(row), out::toString);
    }

    @Test
    void takesTheJarsOfASparkDistribution() throws IOException {
        Path home = directory.resolve("spark");
        Files.createDirectories(home);
        Files.move(classes, home.resolve("jars"));

        assertEquals(0, migrate("--spark-home", home.toString(), sources.toString()), err::toString);
    }

    @Test
    void refusesAClassPathWithoutSparkStreaming() throws IOException {
        assertEquals(2, migrate("--spark-home", "", "--classpath", sources.toString(), sources.toString()));
        assertTrue(
                err.toString()
                        .contains("The class path lacks org.apache.spark.streaming.api.java.JavaStreamingContext"),
                err::toString);
        assertTrue(err.toString().contains("--classpath"), err::toString);
        assertEquals(APPLICATION, application());
    }

    @Test
    void refusesWhatIsNotThere() {
        assertEquals(2, migrate("--classpath", classes.toString(), "nowhere"));
        assertTrue(err.toString().contains("nowhere is not a directory"), err::toString);
        assertEquals(2, migrate("--classpath", "nowhere.jar", sources.toString()));
        assertTrue(err.toString().contains("There is no nowhere.jar"), err::toString);
    }

    private int migrate(String... arguments) {
        String[] all =
                Stream.concat(Stream.of("migrate"), Arrays.stream(arguments)).toArray(String[]::new);
        return new CommandLine(new Main())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private String application() throws IOException {
        return Files.readString(sources.resolve("com/acme/App.java"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }
}
