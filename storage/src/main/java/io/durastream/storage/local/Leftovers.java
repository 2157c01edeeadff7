package io.durastream.storage.local;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a crash in the middle of {@code putIfAbsent} or {@code delete} left: temporary files, and seals without a file.
 * Only old ones, as another process may be at work.
 */
final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration AGE = Duration.ofHours(1);

    private final Path root;
    private final long youngest;

    Leftovers(Path root, Clock clock) {
        this.root = root;
        this.youngest = clock.wallMillis() - AGE.toMillis();
    }

    void remove() throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (isLeftover(file) && attributes.lastModifiedTime().toMillis() < youngest) {
                    Files.deleteIfExists(file);
                    LOG.info("Removed {}, which a crash has left", file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    private boolean isLeftover(Path file) {
        return file.startsWith(root.resolve(".tmp")) || Files.notExists(Seal.dataFileOf(file));
    }
}
