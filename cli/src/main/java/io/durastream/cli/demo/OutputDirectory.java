package io.durastream.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The application's output, seen from outside: {@code <batch ms>.tsv} with a word and its count in each line, older ones removed. */
final class OutputDirectory {

    private static final String SUFFIX = ".tsv";

    private final Path directory;

    OutputDirectory(Path directory) {
        this.directory = directory;
    }

    /** The latest batch with an output. */
    OptionalLong latestBatch() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .mapToLong(name -> Long.parseLong(name.substring(0, name.length() - SUFFIX.length())))
                    .max();
        }
    }

    /**
     * The latest output, if it is of a later batch than {@code known}, and {@code known} otherwise. Also when the
     * latest output is removed while it is read: then a still later one is there.
     */
    Counts laterThan(Counts known) throws IOException {
        OptionalLong latest = latestBatch();
        if (latest.isEmpty() || latest.getAsLong() <= known.batchMillis()) {
            return known;
        }
        try {
            return new Counts(latest.getAsLong(), read(directory.resolve(latest.getAsLong() + SUFFIX)));
        } catch (NoSuchFileException e) {
            return known;
        }
    }

    private static Map<String, Long> read(Path file) throws IOException {
        var counts = new HashMap<String, Long>();
        for (String line : Files.readAllLines(file)) {
            int tab = line.indexOf('\t');
            if (tab < 0) {
                throw new IOException("Output " + file + " has a line without a tab: '" + line + "'");
            }
            counts.merge(line.substring(0, tab), Long.parseLong(line.substring(tab + 1)), Long::sum);
        }
        return counts;
    }
}
