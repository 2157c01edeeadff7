package io.durastream.chaos.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a driver has on its machine, while it does not run. */
final class LocalFiles {

    private LocalFiles() {}

    /** Gives how many files there were. */
    static long deleteBelow(Path directory) throws IOException {
        long files = 0;
        for (Path path : below(directory)) {
            if (Files.isRegularFile(path)) {
                files++;
            }
            Files.delete(path);
        }
        return files;
    }

    /** Gives how many files there were. */
    static long copy(Path from, Path to) throws IOException {
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
