package io.durastream.cli;

import io.durastream.cli.demo.DemoCommand;
import io.durastream.cli.migrate.MigrateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code bin/durastream}. Results go to standard output, progress and errors to standard error. Exit codes: 0 all is well,
 * 1 the command found something wrong or could not be carried out, 2 it was called wrongly.
 */
@Command(
        name = "durastream",
        description = "Micro-batch streaming applications that must not die.",
        version = "durastream 0.1.0-SNAPSHOT",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DemoCommand.class, MigrateCommand.class})
public final class Main {

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
