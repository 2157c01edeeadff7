package io.durastream.recovery.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the word count has put out, seen from outside: {@code <batch>.tsv} with a word and its count in each line.
 *
 * @param directory where the application writes
 */
public record CountsOutput(Path directory) {

    private static final Logger LOG = LoggerFactory.getLogger(CountsOutput.class);
    private static final String SUFFIX = ".tsv";

    /** How often each word was counted up to the latest batch; nothing before the first. */
    public Map<String, Long> latest() {
        Optional<Map<String, Long>> counts = Optional.empty();
        while (counts.isEmpty()) {
            try {
                Optional<Path> file = latestFile();
                counts = Optional.of(file.isEmpty() ? Map.of() : read(file.get()));
            } catch (NoSuchFileException e) {
                LOG.debug("Removed meanwhile, because there is a later one", e);
            } catch (IOException e) {
                throw new UncheckedIOException("The output in " + directory + " cannot be read", e);
            }
        }
        return counts.get();
    }

    /** The time of the latest batch, in milliseconds since 1970; 0 before the first. Cheap, for who asks often. */
    public long latestBatch() {
        try {
            return latestFile().map(CountsOutput::batch).orElse(0L);
        } catch (IOException e) {
            throw new UncheckedIOException("The output in " + directory + " cannot be listed", e);
        }
    }

    private Optional<Path> latestFile() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .max(Comparator.comparingLong(CountsOutput::batch));
        }
    }

    private static long batch(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    private static Map<String, Long> read(Path file) throws IOException {
        Map<String, Long> counts = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] columns = line.split("\t", -1);
            counts.merge(columns[0], Long.parseLong(columns[1]), Long::sum);
        }
        return counts;
    }
}
