package io.durastream.cli.ha;

import io.durastream.checkpoint.LogState;
import io.durastream.cli.output.OutputOption;
import io.durastream.runtime.ha.CandidateId;
import io.durastream.runtime.ha.Electorate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code durastream ha status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Who leads and who stands by, as ZooKeeper has it; and epoch, last batches and last takeovers, as the checkpoint"
                    + " directory has them. Changes nothing.",
            "Exit code 0: there is a leader. 1: ZooKeeper or the checkpoint directory cannot be asked; what the other one says"
                    + " is shown. 2: wrong usage. 3: there is no leader."
        })
final class HaStatusCommand implements Callable<Integer> {

    /** There is no leader. */
    static final int NO_LEADER = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ApplicationOptions application = new ApplicationOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        List<CandidateView> candidates = null;
        String trouble = null;
        try (Electorate electorate = application.electorate()) {
            candidates = candidates(electorate);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
            complain(trouble);
        }
        boolean unread = false;
        Optional<LogState> log = Optional.empty();
        try {
            log = application.log();
        } catch (IOException e) {
            unread = true;
            complain("The checkpoint directory cannot be read: " + e.getMessage());
        }
        HaStatus status = new HaStatus(candidates, trouble, log);
        spec.commandLine().getOut().print(output.text(status::table, status::json));
        spec.commandLine().getOut().flush();
        if (candidates == null || unread) {
            return ExitCode.SOFTWARE;
        }
        return candidates.isEmpty() ? NO_LEADER : ExitCode.OK;
    }

    private static List<CandidateView> candidates(Electorate electorate) throws IOException {
        List<CandidateView> views = new ArrayList<>();
        for (CandidateId candidate : electorate.candidates()) {
            views.add(new CandidateView(candidate, electorate.readiness(candidate)));
        }
        return views;
    }

    private void complain(String trouble) {
        spec.commandLine().getErr().println("status: " + trouble);
    }
}
