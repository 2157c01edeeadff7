package io.durastream.cli.demo;

import io.durastream.chaos.stage.FileTrees;
import io.durastream.cli.output.ProgressDisplay;
import io.durastream.storage.Clock;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code durastream demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Counts the words of a text while its driver is killed again and again, and compares every count with the"
                    + " truth. Nothing to install: the source, the application and the checkpoint directory are on this"
                    + " machine.",
            "Exit code 0: every count is right. 1: something differs, or the run failed. 2: wrong usage."
        })
public final class DemoCommand implements Callable<Integer> {

    /** Set by {@code bin/durastream} when standard error is a terminal. */
    private static final String TERMINAL = "durastream.terminal";

    private static final String WORD_COUNT = "io.durastream.examples.WordCount";
    private static final String PLANTED_WORD_COUNT = "io.durastream.cli.demo.PlantedWordCount";

    /** Seeds that nobody chose are short enough to be typed. */
    private static final long SEEDS = 1_000_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--records", paramLabel = "N", defaultValue = "1000000", description = "Length of the text.")
    private long records;

    @Option(names = "--rate", paramLabel = "R", defaultValue = "15000", description = "Records a second.")
    private long rate;

    @Option(names = "--kills", paramLabel = "K", defaultValue = "5", description = "How often the driver is killed.")
    private int kills;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Chooses the text and the moments of the kills. Default: another one each time.")
    private @Nullable Long seed;

    @Option(names = "--batch", paramLabel = "MS", defaultValue = "500", description = "Batch duration.")
    private long batchMillis;

    @Option(names = "--heap", paramLabel = "SIZE", defaultValue = "1g", description = "Heap of the driver.")
    private String heap = "";

    @Option(
            names = "--checkpoint",
            paramLabel = "URI",
            description = "Checkpoint directory, such as file:/var/tmp/demo; new or empty. Default: a temporary one.")
    private @Nullable String checkpoint;

    @Option(
            names = "--plant",
            paramLabel = "MISTAKE",
            description = "Builds a mistake into the application, which the demo must find: ${COMPLETION-CANDIDATES}.")
    private @Nullable Plant plant;

    @Option(names = "--keep", description = "Keep directories and logs also when all is well.")
    private boolean keep;

    @Option(names = "--driver", hidden = true, paramLabel = "CLASS", description = "Another application.")
    private @Nullable String driver;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Clock clock = Clock.system();
        DemoOptions options = options(clock);
        Path directory = Files.createTempDirectory("durastream-demo-");
        PrintWriter err = err();
        err.println("Seed " + options.seed() + ", files in " + directory);
        boolean correct = run(options, directory, new ProgressDisplay(err, Boolean.getBoolean(TERMINAL), clock), clock);
        if (correct && !keep) {
            FileTrees.delete(directory);
        } else {
            err.println("Directories and logs are kept in " + directory);
        }
        return correct ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private boolean run(DemoOptions options, Path directory, ProgressDisplay display, Clock clock)
            throws IOException, InterruptedException {
        try (var demo = new Demo(options, directory, display, clock)) {
            DemoReport report = demo.run();
            out().println(report.text());
            return report.correct();
        } catch (DemoFailedException e) {
            display.end();
            err().println(e.getMessage());
            err().println("The same again: " + options.command());
            return false;
        }
    }

    private DemoOptions options(Clock clock) {
        require(records > 0, "--records must be above 0, not " + records);
        require(rate > 0, "--rate must be above 0, not " + rate);
        require(kills >= 0, "--kills must be 0 or more, not " + kills);
        require(batchMillis > 0, "--batch must be above 0 ms, not " + batchMillis);
        require(heap.matches("\\d+[kmgKMG]?"), "--heap must be like 512m or 2g, not " + heap);
        requireEmpty(checkpoint);
        return new DemoOptions(
                records,
                rate,
                kills,
                seed == null ? clock.wallMillis() % SEEDS : seed,
                batchMillis,
                heap,
                Optional.ofNullable(checkpoint),
                Optional.ofNullable(plant),
                driver == null ? application() : driver,
                keep);
    }

    private String application() {
        return plant == null ? WORD_COUNT : PLANTED_WORD_COUNT;
    }

    /** The counts of another run would be found wrong. Only looked at on this machine: elsewhere the user has to know. */
    private void requireEmpty(@Nullable String directory) {
        if (directory == null || !directory.startsWith("file:")) {
            return;
        }
        String[] content = new File(URI.create(directory)).list();
        require(content == null || content.length == 0, "--checkpoint " + directory + " is not empty");
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
