package io.durastream.cli;

import io.durastream.cli.chaos.ChaosCommand;
import io.durastream.cli.demo.DemoCommand;
import io.durastream.cli.ha.HaCommand;
import io.durastream.cli.migrate.MigrateCommand;
import io.durastream.cli.recovery.RecoveryCommand;
import io.durastream.cli.state.StateCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;

/**
 * {@code bin/durastream}. Results go to standard output, progress and errors to standard error. Exit codes: 0 all is well,
 * 1 the command found something wrong or could not be carried out, 2 it was called wrongly; others as a command says.
 */
@Command(
        name = "durastream",
        description = "Micro-batch streaming applications that must not die.",
        version = "durastream 0.1.0-SNAPSHOT",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ChaosCommand.class,
            DemoCommand.class,
            HaCommand.class,
            MigrateCommand.class,
            RecoveryCommand.class,
            StateCommand.class
        })
public final class Main {

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Ready to execute, with what goes wrong while a command runs told in a line, where it is no mistake of ours. */
    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::explain);
    }

    private static int explain(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (!(failure instanceof IOException)) {
            throw failure;
        }
        command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
        return ExitCode.SOFTWARE;
    }
}
