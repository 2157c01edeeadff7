package io.durastream.recovery.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.chaos.check.Struck;
import io.durastream.chaos.check.Verdict;
import io.durastream.chaos.fault.Fault;
import io.durastream.chaos.fault.Faults;
import io.durastream.chaos.report.RunFiles;
import io.durastream.chaos.run.ChaosRun;
import io.durastream.chaos.run.RunOptions;
import io.durastream.chaos.run.RunOptions.Limits;
import io.durastream.chaos.run.RunResult;
import io.durastream.chaos.schedule.Schedule;
import io.durastream.chaos.schedule.Strike;
import io.durastream.chaos.stage.Deployment;
import io.durastream.chaos.stage.Setting;
import io.durastream.chaos.workload.Input;
import io.durastream.chaos.workload.Workload;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs of the suites. */
final class Runs {

    private static final double RECORDS_PER_SECOND = 200;
    private static final long BATCH_MILLIS = 1_000;
    /** The machine of a build may be busy. */
    static final Limits PATIENT = new Limits(120, 300);

    private Runs() {}

    static RunOptions options(long seed, double minutes, Setting setting, List<String> faults) {
        return options(seed, minutes, setting, faults, PATIENT);
    }

    static RunOptions options(long seed, double minutes, Setting setting, List<String> faults, Limits limits) {
        return new RunOptions(
                seed,
                minutes,
                faults,
                setting.deployment(),
                setting.input(),
                List.of(Workload.values()),
                RECORDS_PER_SECOND,
                BATCH_MILLIS,
                limits);
    }

    static Setting local(Input input) {
        return new Setting(Deployment.LOCAL, input);
    }

    static List<String> all(Setting setting) {
        return Faults.possible(setting).stream().map(Fault::name).toList();
    }

    /** Each fault once, one after the other, each after the application has recovered from the one before. */
    static Schedule eachOnce(List<String> faults) {
        List<Strike> strikes = new ArrayList<>();
        for (String name : faults) {
            strikes.add(new Strike(strikes.size() * BATCH_MILLIS, false, name, lasting(name), strikes.size()));
        }
        return new Schedule(strikes);
    }

    static long lasting(String fault) {
        return Faults.named(fault).lasting().shortestMillis();
    }

    static RunResult run(RunOptions options, Schedule schedule, Path home) throws IOException, InterruptedException {
        return run(options, schedule, home, System.getProperty("java.class.path"));
    }

    /** @param classPath of the drivers */
    static RunResult run(RunOptions options, Schedule schedule, Path home, String classPath)
            throws IOException, InterruptedException {
        RunResult result = new ChaosRun(options, home, classPath, Clock.system(), status -> {}).run(schedule);
        new RunFiles(home).write(result);
        System.out.println(options.command());
        result.findings().forEach(finding -> System.out.println("  " + finding));
        return result;
    }

    static void requireValid(RunResult result, List<String> faults) {
        Set<String> happened = result.evidence().strikes().stream()
                .filter(struck -> struck.proof().isPresent())
                .map(Struck::strike)
                .map(Strike::fault)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(faults), happened, "faults that happened");
        assertEquals(Verdict.VALID, result.verdict(), () -> result.findings().toString());
    }
}
