package io.durastream.migration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The applications in the resources of this test, and what they are compiled with. */
final class Applications {

    private Applications() {}

    /** What the applications are compiled with before their migration. */
    static ClassPath sparkStreaming() {
        return new ClassPath(classPath().toList());
    }

    /** A copy of one directory of applications, to be changed. */
    static Path copy(String name, Path to) throws IOException, URISyntaxException {
        URL resource = Objects.requireNonNull(Applications.class.getResource("/applications/" + name), name);
        Path from = Path.of(resource.toURI());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return to;
    }

    static MigrationResult migrated(Path directory) throws IOException {
        return new Migration(List.of(directory), sparkStreaming()).run();
    }

    static void write(MigrationResult result) {
        result.changes().forEach(change -> {
            try {
                Files.writeString(change.file(), change.text(), change.charset());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Compiles all sources of a directory with Spark Streaming in the class path. */
    static void assertCompilesWithSparkStreaming(Path directory) throws IOException {
        assertCompiles(directory, classPath());
    }

    /** Compiles all sources of a directory with Durastream, and without Spark Streaming, in the class path. */
    static void assertCompiles(Path directory) throws IOException {
        assertCompiles(directory, classPath().filter(entry -> !entry.toString().contains("spark-streaming")));
    }

    private static void assertCompiles(Path directory, Stream<Path> entries) throws IOException {
        String classPath = entries.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null);
                Stream<Path> files = Files.walk(directory)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            Iterable<? extends JavaFileObject> units = manager.getJavaFileObjectsFromPaths(sources);
            Path classes = Files.createDirectories(directory.resolveSibling("classes"));
            List<String> options = List.of("-proc:none", "-classpath", classPath, "-d", classes.toString());
            assertTrue(
                    compiler.getTask(messages, manager, null, options, null, units)
                            .call(),
                    messages::toString);
        }
    }

    private static Stream<Path> classPath() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(classPath.split(Pattern.quote(File.pathSeparator), -1))
                .map(Path::of)
                .filter(Files::exists);
    }
}
