package io.durastream.cli.ha;

import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.DriverStart;
import io.durastream.checkpoint.LogState;
import io.durastream.runtime.ha.CandidateId;
import io.durastream.runtime.ha.Electorate;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code durastream ha failover}. */
@Command(
        name = "failover",
        mixinStandardHelpOptions = true,
        description = {
            "Lets the next candidate lead, and returns when that has committed its first batch. The leader stops its"
                    + " application, gives its place back and starts again as the last of the candidates; a batch that it"
                    + " could not end within two seconds is executed again by the next one.",
            "Exit code 0: another candidate leads. 1: there is no standby, or nobody can be asked, or it took too long. 2: wrong"
                    + " usage. 3: there is no leader."
        })
final class HaFailoverCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 50;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ApplicationOptions application = new ApplicationOptions();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for the first batch of the next leader. Default: ${DEFAULT-VALUE}.")
    private long timeoutSeconds;

    private final Clock clock = Clock.system();

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Electorate electorate = application.electorate()) {
            List<CandidateId> candidates = electorate.candidates();
            if (candidates.isEmpty()) {
                return refuse("There is no leader that could hand over", HaStatusCommand.NO_LEADER);
            }
            CandidateId leader = candidates.get(0);
            if (candidates.size() == 1) {
                return refuse(
                        leader + " has no standby that it could hand over to: start one with 'durastream ha' first",
                        ExitCode.SOFTWARE);
            }
            long before = application.log().map(HaFailoverCommand::epoch).orElse(0L);
            long asked = clock.nanoTime();
            if (!electorate.askToHandOver(leader)) {
                return refuse("The leader has changed in this moment: nothing was asked of anybody", ExitCode.SOFTWARE);
            }
            return awaitNext(leader, before, asked);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private int awaitNext(CandidateId leader, long before, long asked) throws IOException, InterruptedException {
        Optional<DriverStart> next = next(before);
        while (next.isEmpty()) {
            if (since(asked).toSeconds() >= timeoutSeconds) {
                return refuse(
                        leader + " was asked to hand over, and no batch of an epoch after " + before
                                + " is committed within " + timeoutSeconds
                                + " s. See 'durastream ha status' and the logs of the candidates",
                        ExitCode.SOFTWARE);
            }
            clock.sleep(POLL_MILLIS);
            next = next(before);
        }
        spec.commandLine()
                .getOut()
                .println("epoch " + next.get().epoch().number() + " on "
                        + next.get().host()
                        + " leads; its first batch was committed "
                        + since(asked).toMillis() + " ms after " + leader
                        + " was asked to hand over");
        return ExitCode.OK;
    }

    /** The start of a later epoch that has committed a batch. */
    private Optional<DriverStart> next(long before) throws IOException {
        return application.log().stream()
                .flatMap(log -> log.ledger().stream())
                .filter(start -> start.epoch().number() > before
                        && start.events().stream().anyMatch(event -> event.phase() == Phase.FIRST_BATCH))
                .findFirst();
    }

    private static long epoch(LogState log) {
        return log.epoch().orElseThrow().number();
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(clock.nanoTime() - nanos);
    }

    private int refuse(String why, int exitCode) {
        spec.commandLine().getErr().println("failover: " + why);
        return exitCode;
    }
}
