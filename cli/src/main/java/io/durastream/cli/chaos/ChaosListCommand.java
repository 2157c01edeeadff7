package io.durastream.cli.chaos;

import io.durastream.chaos.fault.Fault;
import io.durastream.chaos.fault.Faults;
import io.durastream.chaos.stage.Deployment;
import io.durastream.chaos.stage.Setting;
import io.durastream.chaos.workload.Input;
import io.durastream.cli.output.Table;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code durastream chaos list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the faults that there are, and with which deployments and inputs they are possible.")
final class ChaosListCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        Table table = new Table("FAULT", "DEPLOYMENTS", "INPUTS", "SECONDS", "WHAT IS DONE");
        for (Fault fault : Faults.all()) {
            table.row(fault.name(), deployments(fault), inputs(fault), seconds(fault), fault.description());
        }
        spec.commandLine().getOut().print(table.text());
        spec.commandLine().getOut().flush();
    }

    private static String deployments(Fault fault) {
        return Arrays.stream(Deployment.values())
                .filter(deployment ->
                        Arrays.stream(Input.values()).anyMatch(input -> fault.possible(new Setting(deployment, input))))
                .map(Deployment::id)
                .collect(Collectors.joining(","));
    }

    private static String inputs(Fault fault) {
        return Arrays.stream(Input.values())
                .filter(input -> Arrays.stream(Deployment.values())
                        .anyMatch(deployment -> fault.possible(new Setting(deployment, input))))
                .map(Input::id)
                .collect(Collectors.joining(","));
    }

    private static String seconds(Fault fault) {
        long shortest = fault.lasting().shortestMillis() / 1_000;
        long longest = fault.lasting().longestMillis() / 1_000;
        return longest == 0 ? "-" : shortest + "-" + longest;
    }
}
