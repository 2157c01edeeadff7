package io.durastream.bench;

import io.durastream.bench.interval.SmallestInterval;
import io.durastream.bench.report.Page;
import io.durastream.bench.report.Recorder;
import io.durastream.bench.report.Result;
import io.durastream.bench.report.ResultFile;
import io.durastream.bench.report.Results;
import io.durastream.bench.report.Workload;
import io.durastream.bench.restart.Replay;
import io.durastream.bench.restart.Restart;
import io.durastream.bench.state.CountOptions;
import io.durastream.bench.state.CountWorkload;
import io.durastream.bench.takeover.Takeovers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code bench/run} starts. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        description = {
            "Durastream beside others on the same work, each in a process of its own, one after the other.",
            "  all            every workload below; writes its tables into the page of benchmarks",
            "  <workload>     one, and prints its tables: keyed-count, update-state, restart, replay, interval,"
                    + " takeover",
            "  jmh            the benchmarks of inner parts; takes the options of JMH",
            "  table          writes the tables of what was measured before into the page; of a workload that is in several"
                    + " result files, the last file's",
        })
public final class Bench implements Callable<Integer> {

    private static final List<Workload<CountOptions>> WORKLOADS = List.of(
            CountWorkload.keyedCount(),
            CountWorkload.updateState(),
            new Restart(),
            new Replay(),
            new SmallestInterval(),
            new Takeovers());
    private static final String ALL = "all";
    private static final String TABLE = "table";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "<what>", description = "all, table or a workload")
    private String what = "";

    @Option(
            names = "--directory",
            defaultValue = "target/bench",
            description = "For results, logs, and what contenders write (default: ${DEFAULT-VALUE})")
    private Path directory = Path.of("");

    @Option(
            names = "--results",
            split = ",",
            description = "Result files that the table is made of (default: all.jsonl of the directory)")
    private List<Path> resultFiles = new ArrayList<>();

    @Option(
            names = "--page",
            defaultValue = "docs/benchmarks.md",
            description = "The page with the tables (default: ${DEFAULT-VALUE})")
    private Path page = Path.of("");

    @Mixin
    private CountOptions options = new CountOptions();

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench()).setOverwrittenOptionsAllowed(true); // the script gives two of them
    }

    @Override
    public Integer call() throws Exception {
        if (what.equals(TABLE)) {
            List<Path> files = resultFiles.isEmpty() ? List.of(resultFile()) : resultFiles;
            for (Path file : files) {
                write(new ResultFile(file).read());
            }
            return CommandLine.ExitCode.OK;
        }
        ResultFile results = ResultFile.create(resultFile());
        Recorder recorder = new Recorder(directory.toAbsolutePath(), results, System.out);
        for (Workload<CountOptions> workload : chosen()) {
            workload.measure(options, recorder);
            System.out.println(text(workload, results.read()));
        }
        if (what.equals(ALL)) {
            write(results.read());
        }
        return CommandLine.ExitCode.OK;
    }

    private List<Workload<CountOptions>> chosen() {
        List<Workload<CountOptions>> chosen = WORKLOADS.stream()
                .filter(workload -> what.equals(ALL) || what.equals(workload.name()))
                .toList();
        if (chosen.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Expected all, table, "
                            + WORKLOADS.stream().map(Workload::name).collect(Collectors.joining(", ")) + "; got "
                            + what);
        }
        return chosen;
    }

    private Path resultFile() {
        return directory.resolve((what.equals(TABLE) ? ALL : what) + ".jsonl");
    }

    private void write(List<Result> results) throws IOException {
        for (Workload<CountOptions> workload : WORKLOADS) {
            if (results.stream().anyMatch(result -> result.workload().equals(workload.name()))) {
                new Page(page).replace(workload.name(), text(workload, results));
            }
        }
    }

    private static String text(Workload<CountOptions> workload, List<Result> all) {
        List<Result> results = all.stream()
                .filter(result -> result.workload().equals(workload.name()))
                .toList();
        String machines = results.stream().map(Result::machine).distinct().collect(Collectors.joining("; "));
        return machines + "\n\n" + workload.report(Results.of(results));
    }
}
