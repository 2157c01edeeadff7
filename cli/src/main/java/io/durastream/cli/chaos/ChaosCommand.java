package io.durastream.cli.chaos;

import picocli.CommandLine.Command;

/** {@code durastream chaos}. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = "Strikes an application with faults while records flow, and judges what came out.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ChaosRunCommand.class, ChaosListCommand.class, ChaosReplayCommand.class})
public final class ChaosCommand {}
