package io.durastream.cli.chaos;

import io.durastream.chaos.fault.Fault;
import io.durastream.chaos.fault.Faults;
import io.durastream.chaos.run.RunOptions;
import io.durastream.chaos.run.RunOptions.Limits;
import io.durastream.chaos.stage.Deployment;
import io.durastream.chaos.stage.Setting;
import io.durastream.chaos.workload.Input;
import io.durastream.chaos.workload.Workload;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code durastream chaos run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Feeds an application with numbered records, strikes it with faults that a seed chooses, heals them, and lets"
                    + " independent checkers judge what it did. Everything is started on this machine.",
            "Exit code 0: valid. 1: invalid, or the run failed. 2: wrong usage. 3: unknown, which is no pass."
        })
final class ChaosRunCommand implements Callable<Integer> {

    private static final String ALL = "all";
    private static final String NONE = "none";

    /** Seeds that nobody chose are short enough to be typed. */
    private static final long SEEDS = 1_000_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Chooses the text, the faults and their times. Default: another one each time.")
    private @Nullable Long seed;

    @Option(names = "--minutes", paramLabel = "M", defaultValue = "2", description = "How long faults go on.")
    private double minutes;

    @Option(
            names = "--faults",
            paramLabel = "F",
            split = ",",
            defaultValue = ALL,
            description = "Names of faults, 'all' that are possible, or 'none'. 'durastream chaos list' shows them.")
    private List<String> faults = List.of();

    @Option(
            names = "--deployment",
            defaultValue = "local",
            description = "local: one driver. ha: three candidates under ZooKeeper. (${COMPLETION-CANDIDATES})")
    private Deployment deployment = Deployment.LOCAL;

    @Option(
            names = "--input",
            defaultValue = "receiver",
            description = "Where the application has its records from: ${COMPLETION-CANDIDATES}.")
    private Input input = Input.RECEIVER;

    @Option(
            names = "--workloads",
            paramLabel = "W",
            split = ",",
            defaultValue = "word-count,bank,sessions,window",
            description = "What it does with them.")
    private List<String> workloads = List.of();

    @Option(names = "--rate", paramLabel = "R", defaultValue = "300", description = "Records a second.")
    private double rate;

    @Option(names = "--batch", paramLabel = "MS", defaultValue = "1000", description = "Batch duration.")
    private long batchMillis;

    @Option(
            names = "--recovery-limit",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "After the last fault a batch has to be committed within this time.")
    private long recoverySeconds;

    @Option(
            names = "--catch-up-limit",
            paramLabel = "SECONDS",
            defaultValue = "180",
            description = "After the last fault batches have to be in their time again within this time.")
    private long catchUpSeconds;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            defaultValue = "chaos-runs",
            description = "Where the directory of the run is made.")
    private Path directory = Path.of("");

    @Option(names = "--keep", description = "Keep logs, ledger and checkpoint directory of a valid run too.")
    private boolean keep;

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunOptions options = options();
        return new RunExecution(spec.commandLine().getOut(), spec.commandLine().getErr(), Clock.system())
                .execute(options, newDirectory(directory, "seed-" + options.seed()), keep);
    }

    private RunOptions options() {
        require(minutes > 0, "--minutes must be above 0, not " + minutes);
        require(rate > 0, "--rate must be above 0, not " + rate);
        require(batchMillis > 0, "--batch must be above 0 ms, not " + batchMillis);
        try {
            RunOptions options = new RunOptions(
                    seed == null ? Clock.system().wallMillis() % SEEDS : seed,
                    minutes,
                    chosenFaults(),
                    deployment,
                    input,
                    workloads.stream().map(Workload::of).toList(),
                    rate,
                    batchMillis,
                    new Limits(recoverySeconds, catchUpSeconds));
            options.schedule();
            return options;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<String> chosenFaults() {
        if (faults.equals(List.of(NONE))) {
            return List.of();
        }
        return faults.equals(List.of(ALL))
                ? Faults.possible(new Setting(deployment, input)).stream()
                        .map(Fault::name)
                        .toList()
                : faults;
    }

    /** One that does not exist yet: no run overwrites another. */
    static Path newDirectory(Path parent, String name) {
        Path found = parent.resolve(name);
        for (int number = 2; Files.exists(found); number++) {
            found = parent.resolve(name + "-" + number);
        }
        return found;
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
