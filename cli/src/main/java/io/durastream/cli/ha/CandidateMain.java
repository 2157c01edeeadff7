package io.durastream.cli.ha;

import io.durastream.ha.Standby;
import io.durastream.runtime.application.ExitCodes;
import io.durastream.runtime.application.ProcessEnd;
import io.durastream.runtime.ha.Candidate;
import io.durastream.runtime.ha.CandidateId;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The process that {@link HaCommand} supervises: waits until it leads, then runs the application's {@code main}; or runs that
 * at once, as a warm standby. It ends with its supervisor, which holds the other end of its standard input.
 */
@Command(name = "candidate", description = "Started by 'durastream ha'.")
final class CandidateMain implements Callable<Integer> {

    @Mixin
    private ElectionOptions election = new ElectionOptions();

    @Option(names = "--id", required = true)
    private String id = "";

    @Option(names = "--standby")
    private Standby standby = Standby.COLD;

    @Parameters(arity = "1..*", paramLabel = "CLASS")
    private List<String> words = List.of();

    private final Clock clock = Clock.system();

    public static void main(String[] args) {
        System.exit(
                new CommandLine(new CandidateMain()).setStopAtPositional(true).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Thread leash = new Thread(this::endWithSupervisor, "durastream-leash");
        leash.setDaemon(true);
        leash.start();
        Method main = Class.forName(words.get(0)).getMethod("main", String[].class);
        main.setAccessible(true);
        String[] arguments = words.subList(1, words.size()).toArray(new String[0]);
        new Candidate(election.zookeeper(), election.checkpoint(), new CandidateId(id), standby, clock)
                .run(() -> call(main, arguments));
        return 0;
    }

    private static void call(Method main, String[] arguments) throws Exception {
        try {
            main.invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void endWithSupervisor() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever written: only the end of the stream matters.
            }
        } catch (IOException e) {
            // As good as the end.
        }
        ProcessEnd.exit(ExitCodes.ORPHANED, clock, () -> {});
    }
}
