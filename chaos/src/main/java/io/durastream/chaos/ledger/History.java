package io.durastream.chaos.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the workload put down, over all its lives.
 *
 * @param streams for each stream and batch time, what each execution of the output wrote; never an empty list
 */
public record History(Map<String, NavigableMap<Long, List<Execution>>> streams) {

    /**
     * One execution of an output.
     *
     * @param by process and moment
     * @param lines what it wrote
     */
    public record Execution(String by, List<String> lines) {

        /** The process that executed it. */
        public long pid() {
            return Long.parseLong(by.substring(0, by.indexOf('-')));
        }

        private long nanos() {
            return Long.parseLong(by.substring(by.indexOf('-') + 1, by.indexOf('.')));
        }
    }

    /** The execution that counts when the code has changed between two: the last. */
    public static Execution last(List<Execution> executions) {
        return Collections.max(executions, Comparator.comparingLong(Execution::nanos));
    }

    /** The batches of one stream; empty when it wrote nothing. */
    public NavigableMap<Long, List<Execution>> stream(String name) {
        return streams.getOrDefault(name, new TreeMap<>());
    }

    /** How many outputs were executed more than once. */
    public long repetitions() {
        return streams.values().stream()
                .flatMap(batches -> batches.values().stream())
                .filter(executions -> executions.size() > 1)
                .count();
    }

    /** Reads a ledger that may be written meanwhile: what is not complete is not there. */
    public static History read(Path ledger) throws IOException {
        Map<String, NavigableMap<Long, List<Execution>>> streams = new HashMap<>();
        for (Path stream : children(ledger)) {
            NavigableMap<Long, List<Execution>> batches = new TreeMap<>();
            for (Path batch : children(stream)) {
                List<Execution> executions = executions(batch);
                if (!executions.isEmpty()) {
                    batches.put(Long.parseLong(batch.getFileName().toString()), executions);
                }
            }
            streams.put(stream.getFileName().toString(), batches);
        }
        return new History(streams);
    }

    private static List<Execution> executions(Path batch) throws IOException {
        List<Execution> executions = new ArrayList<>();
        for (Path file : children(batch)) {
            if (isComplete(file)) {
                executions.add(new Execution(file.getFileName().toString(), Files.readAllLines(file, UTF_8)));
            }
        }
        return executions;
    }

    /** Whether a file of a batch was written to its end. */
    public static boolean isComplete(Path file) {
        return file.getFileName().toString().endsWith(Ledger.COMPLETE);
    }

    /** What is in a directory; nothing when it does not exist. */
    public static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
