package io.durastream.chaos.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories with all that is in them, which nobody writes to meanwhile. */
public final class FileTrees {

    private FileTrees() {}

    /** Deletes a directory and what is in it. */
    public static void delete(Path directory) throws IOException {
        deleteBelow(directory);
        Files.delete(directory);
    }

    /** Deletes what is in a directory. Gives how many files there were. */
    public static long deleteBelow(Path directory) throws IOException {
        long files = 0;
        for (Path path : below(directory)) {
            if (Files.isRegularFile(path)) {
                files++;
            }
            Files.delete(path);
        }
        return files;
    }

    /** Copies what is in a directory into another, which exists. Gives how many files there were. */
    public static long copy(Path from, Path to) throws IOException {
        long files = 0;
        List<Path> paths = below(from);
        for (int n = paths.size() - 1; n >= 0; n--) {
            Path path = paths.get(n);
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else if (Files.isRegularFile(path)) {
                Files.copy(path, target);
                files++;
            }
        }
        return files;
    }

    /** What is in a directory before the directory itself. */
    private static List<Path> below(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(path -> !path.equals(directory))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }
}
