package io.durastream.cli.ha;

import io.durastream.ha.Standby;
import io.durastream.runtime.application.ExitCodes;
import io.durastream.runtime.application.ShutdownHook;
import io.durastream.runtime.ha.DeadCandidates;
import io.durastream.runtime.ha.DriverEnd;
import io.durastream.runtime.ha.RestartPolicy;
import io.durastream.runtime.ha.Supervisor;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code durastream ha}. */
@Command(
        name = "ha",
        mixinStandardHelpOptions = true,
        subcommands = {HaStatusCommand.class, HaFailoverCommand.class},
        description = {
            "Runs an application highly available: started on several hosts, it gives as many candidates, of which one leads"
                    + " and the others stand by. This process supervises one candidate, which is a process of its own: it"
                    + " starts it again when it dies, and gives its place back at once.",
            "Exit code 0: the application ended by itself, or this command was told to end. 1: it could not be carried out."
                    + " 2: wrong usage. 76: the driver crashed again and again."
        })
public final class HaCommand implements Callable<Integer> {

    /** Longer than a supervisor waits for its driver. */
    private static final long STOP_MILLIS = 60_000;

    private CommandSpec spec = CommandSpec.create();

    /** Not of the commands below this one, which have their own. */
    @ArgGroup(exclusive = false)
    private @Nullable ElectionOptions election;

    @Option(
            names = "--standby",
            paramLabel = "cold|warm",
            defaultValue = "cold",
            description = {
                "What is up while another candidate leads. cold: the driver's JVM. warm: the application too, with its"
                        + " SparkContext, its executors and copies of its state, as far as the start of its context; its main"
                        + " must be fit for that. Default: ${DEFAULT-VALUE}."
            })
    private Standby standby = Standby.COLD;

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "Configuration of Spark or Durastream, such as spark.master=spark://host:7077.")
    private Map<String, String> configuration = new LinkedHashMap<>();

    @Option(names = "--java-option", paramLabel = "OPTION", description = "For the driver's JVM, such as -Xmx2g.")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(
            names = "--logs",
            paramLabel = "DIRECTORY",
            defaultValue = "durastream-logs",
            description =
                    "Where the output of each driver goes; that of the last 20 is kept. Default: ${DEFAULT-VALUE}.")
    private Path logs = Path.of("");

    @Option(
            names = "--max-crashes",
            paramLabel = "N",
            defaultValue = "10",
            description = "More within ten minutes, and the driver is not started again. Default: ${DEFAULT-VALUE}.")
    private int maxCrashes;

    @Parameters(
            arity = "0..*",
            paramLabel = "APP.JAR [CLASS] [ARGUMENT...]",
            hideParamSyntax = true,
            description = "The application. The class may be left out when the jar's manifest names it.")
    private List<String> words = List.of();

    /** What follows the application's jar is the application's, also if it looks like an option. */
    @Spec
    void setSpec(CommandSpec given) {
        given.parser().stopAtPositional(true).caseInsensitiveEnumValuesAllowed(true);
        spec = given;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Clock clock = Clock.system();
        ElectionOptions given = requireElection();
        JavaDrivers drivers = drivers(given);
        RestartPolicy policy = policy();
        try (DeadCandidates dead = deadCandidates(given)) {
            Supervisor supervisor = new Supervisor(drivers, dead, policy, clock);
            ShutdownHook hook = ShutdownHook.add(() -> stop(supervisor), STOP_MILLIS);
            Supervisor.Outcome outcome = supervisor.run();
            hook.remove();
            return report(outcome, supervisor.ends());
        }
    }

    private ElectionOptions requireElection() {
        ElectionOptions given = election;
        if (given == null || words.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Expected --zookeeper=SERVERS, --checkpoint=URI and APP.JAR, or a command: status, failover");
        }
        return given;
    }

    private DeadCandidates deadCandidates(ElectionOptions election) throws IOException {
        try {
            return DeadCandidates.of(election.zookeeper(), election.checkpoint());
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e);
        }
    }

    private JavaDrivers drivers(ElectionOptions election) throws IOException {
        Path jar = Path.of(words.get(0));
        if (!Files.isRegularFile(jar)) {
            throw new ParameterException(spec.commandLine(), "There is no application " + jar + ", expected a jar");
        }
        try {
            ApplicationJar application = ApplicationJar.of(jar, words.subList(1, words.size()));
            return new JavaDrivers(application, election, standby, configuration, jvmOptions, logs);
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e);
        }
    }

    private RestartPolicy policy() {
        try {
            return RestartPolicy.DEFAULT.withMaxCrashes(maxCrashes);
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e);
        }
    }

    private static void stop(Supervisor supervisor) {
        try {
            supervisor.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int report(Supervisor.Outcome outcome, List<DriverEnd> ends) {
        if (outcome != Supervisor.Outcome.GAVE_UP) {
            return ExitCode.OK;
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println("The driver is not started again: it crashed more than " + maxCrashes + " times within "
                + RestartPolicy.DEFAULT.window().toMinutes() + " minutes. Its last ends:");
        ends.forEach(end ->
                err.println(Instant.ofEpochMilli(end.wallMillis()) + "  " + end.candidate() + ": " + end.reason()));
        err.println(ends.get(ends.size() - 1).lastWords());
        return ExitCodes.GAVE_UP;
    }

    private ParameterException wrongUsage(IllegalArgumentException cause) {
        return new ParameterException(spec.commandLine(), String.valueOf(cause.getMessage()), cause);
    }
}
