package io.durastream.cli.chaos;

import io.durastream.chaos.report.RunFiles;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code durastream chaos replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Does a run again: the same text, the same faults at the same times. What the processes do between them is up"
                    + " to the machine.",
            "Exit codes as of 'chaos run'."
        })
final class ChaosReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RUN", description = "The directory of a run.")
    private Path run = Path.of("");

    @Option(names = "--keep", description = "Keep logs, ledger and checkpoint directory of a valid run too.")
    private boolean keep;

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunFiles.Saved saved = new RunFiles(run).load();
        if (!saved.options().schedule().equals(saved.schedule())) {
            throw new IOException("The run in " + run + " was made by another version of Durastream, which drew another"
                    + " schedule from seed " + saved.options().seed() + "; replay it with that version");
        }
        Path parent = run.toAbsolutePath().normalize().getParent();
        Path again = ChaosRunCommand.newDirectory(parent == null ? run : parent, run.getFileName() + "-replay");
        return new RunExecution(spec.commandLine().getOut(), spec.commandLine().getErr(), Clock.system())
                .execute(saved.options(), again, keep);
    }
}
