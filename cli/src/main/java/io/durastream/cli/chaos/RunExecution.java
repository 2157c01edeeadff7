package io.durastream.cli.chaos;

import io.durastream.chaos.check.Finding;
import io.durastream.chaos.check.Verdict;
import io.durastream.chaos.report.RunFiles;
import io.durastream.chaos.run.ChaosRun;
import io.durastream.chaos.run.RunOptions;
import io.durastream.chaos.run.RunResult;
import io.durastream.chaos.schedule.Schedule;
import io.durastream.chaos.stage.FileTrees;
import io.durastream.cli.output.ProgressDisplay;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.ExitCode;

/** Does a run in a directory of its own, and tells people what came out. */
final class RunExecution {

    /** It cannot be told whether all is well: no pass. */
    static final int UNKNOWN = 3;

    /** Set by {@code bin/durastream} when standard error is a terminal. */
    private static final String TERMINAL = "durastream.terminal";

    private static final String WORK = "work";

    private final PrintWriter out;
    private final PrintWriter err;
    private final Clock clock;

    RunExecution(PrintWriter out, PrintWriter err, Clock clock) {
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    /**
     * Runs, and keeps what is of use: of a valid run the reports, of others everything.
     *
     * @param directory of the run, new
     * @param keep everything of a valid run too
     * @return the exit code
     */
    int execute(RunOptions options, Path directory, boolean keep) throws IOException, InterruptedException {
        Schedule schedule = options.schedule();
        RunFiles files = new RunFiles(directory.toAbsolutePath());
        files.save(options, schedule);
        err.println("Run " + directory + ": seed " + options.seed() + ", "
                + schedule.strikes().size() + " faults in "
                + schedule.untilMillis() / 1_000 + " s");
        err.flush();
        Path work = files.directory().resolve(WORK);
        ProgressDisplay display = new ProgressDisplay(err, Boolean.getBoolean(TERMINAL), clock);
        RunResult result = new ChaosRun(
                        options,
                        work,
                        System.getProperty("java.class.path"),
                        clock,
                        status -> display.show(() -> status))
                .run();
        display.end();
        Path page = files.write(result);
        tell(result, page);
        if (result.verdict() == Verdict.VALID && !keep) {
            FileTrees.delete(work);
        } else {
            err.println("Logs, ledger and checkpoint directory are kept in " + work);
            err.flush();
        }
        return switch (result.verdict()) {
            case VALID -> ExitCode.OK;
            case INVALID -> ExitCode.SOFTWARE;
            case UNKNOWN -> UNKNOWN;
        };
    }

    private void tell(RunResult result, Path page) {
        for (Finding finding : result.findings()) {
            out.printf(
                    Locale.ROOT,
                    "%-8s %s: %s%n",
                    finding.verdict().name().toLowerCase(Locale.ROOT),
                    finding.checker(),
                    finding.saw());
            finding.problems().forEach(problem -> out.println("           " + problem));
        }
        out.println("verdict: " + result.verdict().name().toLowerCase(Locale.ROOT));
        out.println("report:  " + page);
        out.println("again:   " + result.options().command());
        out.flush();
    }
}
