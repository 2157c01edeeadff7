package io.durastream.bench.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Takes measurements one after the other: says what is measured, keeps the result, prints it. */
public final class Recorder {

    private final Path directory;
    private final ResultFile file;
    private final PrintStream out;
    private final String machine;

    /**
     * A recorder.
     *
     * @param directory for what the measured processes write; measurements have it one after the other
     * @param file gets the results
     * @param out gets a line for each
     */
    public Recorder(Path directory, ResultFile file, PrintStream out) throws IOException {
        this.directory = directory;
        this.file = file;
        this.out = out;
        this.machine = Machine.describe();
    }

    /** {@return the directory of a process, by its name} */
    public Path place(String name) {
        return directory.resolve(name);
    }

    /** Measures and records; the machine's load before goes into the figures. */
    public void record(
            String workload, String variant, String contender, int round, Callable<Map<String, Double>> measurement)
            throws Exception {
        out.printf(Locale.ROOT, "%s, %s, round %d, %s ...%n", workload, variant, round, contender);
        double load = Machine.load();
        Map<String, Double> figures = new TreeMap<>(measurement.call());
        figures.put("loadBefore", load);
        file.append(new Result(workload, variant, contender, round, machine, figures));
        out.println("    "
                + figures.entrySet().stream()
                        .map(figure -> String.format(Locale.ROOT, "%s %.1f", figure.getKey(), figure.getValue()))
                        .collect(Collectors.joining(", ")));
    }
}
