package io.durastream.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Where the types that an application uses are found: jars and directories of classes.
 *
 * @param entries in order of search
 */
public record ClassPath(List<Path> entries) {

    /** One type of each library without which OpenRewrite can neither tell an application's types nor read its lambda expressions. */
    private static final List<String> NEEDED = List.of(
            "org.apache.spark.streaming.api.java.JavaStreamingContext",
            "org.apache.spark.api.java.JavaRDD",
            "scala.Tuple2");

    /** Copies the list. */
    public ClassPath {
        entries = List.copyOf(entries);
    }

    /**
     * A class path of jars and directories. A directory stands for the jars in it; one without jars is a directory of classes.
     *
     * @throws IOException if one of them does not exist or cannot be read
     */
    public static ClassPath of(List<Path> jarsOrDirectories) throws IOException {
        List<Path> entries = new ArrayList<>();
        for (Path each : jarsOrDirectories) {
            List<Path> jars = Files.isDirectory(each) ? jarsIn(each) : List.of(each.toRealPath());
            entries.addAll(jars.isEmpty() ? List.of(each) : jars);
        }
        return new ClassPath(entries);
    }

    /**
     * A type of Spark Streaming, Spark Core or Scala's library that is not there; without one of them no sources can be translated.
     *
     * @return empty when the class path has all three
     * @throws IOException if an entry cannot be read
     */
    public Optional<String> missing() throws IOException {
        for (String type : NEEDED) {
            if (!contains(type.replace('.', '/') + ".class")) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private boolean contains(String file) throws IOException {
        for (Path entry : entries) {
            if (contains(entry, file)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(Path entry, String file) throws IOException {
        if (Files.isDirectory(entry)) {
            return Files.exists(entry.resolve(file));
        }
        try (var jar = new ZipFile(entry.toFile())) {
            return jar.getEntry(file) != null;
        }
    }

    private static List<Path> jarsIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
