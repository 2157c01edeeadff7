package io.durastream.migration;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The files of an application.
 *
 * @param java its Java sources
 * @param poms its POMs
 * @param texts other files that may name types or artifacts of Spark Streaming, see {@link TextLines}
 */
record Sources(List<Path> java, List<Path> poms, List<Path> texts) {

    /** Those in some directories and below them; but not in hidden ones, nor in those that a build makes. */
    static Sources in(List<Path> directories) throws IOException {
        var found = new Sources(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Path directory : directories) {
            Files.walkFileTree(directory, found.new Collector(directory));
        }
        return found;
    }

    private static boolean isLeftOut(Path directory) {
        String name = nameOf(directory);
        return switch (name) {
            case "target" -> hasSibling(directory, "pom.xml");
            case "build" -> hasSibling(directory, "build.gradle") || hasSibling(directory, "build.gradle.kts");
            default -> name.startsWith(".");
        };
    }

    private static boolean hasSibling(Path directory, String name) {
        return Files.exists(directory.resolveSibling(name));
    }

    private static String nameOf(Path file) {
        return Objects.toString(file.getFileName(), "");
    }

    private final class Collector extends SimpleFileVisitor<Path> {

        private final Path root;

        Collector(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean leftOut = !directory.equals(root) && isLeftOut(directory);
            return leftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = nameOf(file);
            if (name.endsWith(".java")) {
                java.add(file);
            } else if (name.equals("pom.xml")) {
                poms.add(file);
            } else if (TextLines.ENDINGS.stream().anyMatch(name::endsWith)) {
                texts.add(file);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
