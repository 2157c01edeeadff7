package io.durastream.examples;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.durastream.Time;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import scala.Tuple2;

/**
 * An idempotent output: the counts after a batch go to a file named after the batch, {@code <time>.tsv}, which appears whole or not at all.
 *
 * <p>A batch whose driver dies before it is committed is executed again after the restart, and so is its output. Then the same
 * counts replace the file of the same name: written once or three times, the result is the same. (An output that
 * <em>appended</em>, or sent a mail, would need more than this.)
 *
 * @param directory where the files go; created if need be
 */
public record CountsFiles(String directory) implements Serializable {

    private static final String SUFFIX = ".tsv";

    /** Writes the counts after the batch of that time, and removes those after earlier batches. */
    public void write(Time time, List<Tuple2<String, Long>> counts) throws IOException {
        Path file = Files.createDirectories(Path.of(directory)).resolve(name(time));
        Path incomplete = Path.of(directory, name(time) + ".incomplete");
        // DSYNC: on disk when it returns. The batch is committed after its output, so the output must not be lost
        // later.
        Files.write(incomplete, lines(counts), CREATE, TRUNCATE_EXISTING, WRITE, DSYNC);
        Files.move(incomplete, file, ATOMIC_MOVE, REPLACE_EXISTING);
        removeBefore(time);
    }

    private static String name(Time time) {
        return time.milliseconds() + SUFFIX;
    }

    private static List<String> lines(List<Tuple2<String, Long>> counts) {
        return counts.stream().map(count -> count._1() + "\t" + count._2()).toList();
    }

    private void removeBefore(Time time) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                String batch = name.substring(0, Math.max(0, name.indexOf('.')));
                if (batch.matches("\\d+") && Long.parseLong(batch) < time.milliseconds()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
