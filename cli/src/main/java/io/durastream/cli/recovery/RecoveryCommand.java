package io.durastream.cli.recovery;

import io.durastream.checkpoint.DriverStart;
import io.durastream.checkpoint.LogState;
import io.durastream.cli.checkpoint.CheckpointOption;
import io.durastream.cli.output.OutputOption;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code durastream recovery}. */
@Command(
        name = "recovery",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "What the starts of an application's drivers took, as its checkpoint directory has it; the application may run"
                    + " meanwhile or not.",
            "Exit code 0: shown. 1: the directory cannot be read, or has no checkpoint. 2: wrong usage."
        })
public final class RecoveryCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "ls",
            mixinStandardHelpOptions = true,
            description = {
                "The last " + LogState.MAX_LEDGER
                        + " starts, a line each: how long after the first that is known of it each" + " step was done."
            })
    int ls(@Mixin CheckpointOption checkpoint, @Mixin OutputOption output) throws IOException {
        List<DriverStart> starts = checkpoint.read().ledger();
        print(output.text(() -> StartsView.table(starts), () -> StartsView.json(starts)));
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "One start, with all that was written down of it.")
    int show(
            @Mixin CheckpointOption checkpoint,
            @Mixin OutputOption output,
            @Parameters(paramLabel = "EPOCH", arity = "0..1", description = "Which start. Default: the last one.")
                    @Nullable
                    Long epoch)
            throws IOException {
        List<DriverStart> starts = checkpoint.read().ledger();
        DriverStart start = starts.stream()
                .filter(each -> epoch == null || each.epoch().number() == epoch)
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "The ledger has no epoch " + epoch + ": expected one from "
                                + starts.get(0).epoch().number() + " to "
                                + starts.get(starts.size() - 1).epoch().number()));
        print(output.text(() -> StartsView.details(start), () -> StartsView.json(start)));
        return 0;
    }

    private void print(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }
}
