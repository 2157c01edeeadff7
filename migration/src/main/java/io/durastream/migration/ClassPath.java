package io.durastream.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Where the types that an application uses are found: jars and directories of classes.
 *
 * @param entries in order of search
 */
public record ClassPath(List<Path> entries) {

    private static final String SPARK_STREAMING = "org/apache/spark/streaming/api/java/JavaStreamingContext.class";

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
     * Whether Spark Streaming is there; without it no type of an application can be told from another of the same name.
     *
     * @throws IOException if an entry cannot be read
     */
    public boolean hasSparkStreaming() throws IOException {
        for (Path entry : entries) {
            if (contains(entry, SPARK_STREAMING)) {
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
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }
}
