package io.durastream.chaos.run;

import io.durastream.chaos.fault.Fault;
import io.durastream.chaos.fault.Faults;
import io.durastream.chaos.schedule.Schedule;
import io.durastream.chaos.stage.Deployment;
import io.durastream.chaos.stage.Setting;
import io.durastream.chaos.workload.Input;
import io.durastream.chaos.workload.Workload;
import java.util.List;
import java.util.Locale;

/**
 * What a run is to do. The same options give the same text and the same schedule.
 *
 * @param seed chooses the text, the faults and their times
 * @param minutes how long faults go on; setting up, coming to rest and judging come on top
 * @param faults the names of those to choose from; empty for a run without any
 * @param deployment what runs
 * @param input where records come from
 * @param workloads what is done with them
 * @param recordsPerSecond how fast they come
 * @param batchMillis the batch duration
 * @param limits how fast the application has to be back
 */
public record RunOptions(
        long seed,
        double minutes,
        List<String> faults,
        Deployment deployment,
        Input input,
        List<Workload> workloads,
        double recordsPerSecond,
        long batchMillis,
        Limits limits) {

    private static final long MILLIS_A_MINUTE = 60_000;

    /**
     * How fast an application has to be back after the last fault.
     *
     * @param recoverySeconds until it has committed a batch
     * @param catchUpSeconds until its batches are in their time
     */
    public record Limits(long recoverySeconds, long catchUpSeconds) {}

    public RunOptions {
        faults = List.copyOf(faults);
        workloads = List.copyOf(workloads);
    }

    /** What runs, and where its records come from. */
    public Setting setting() {
        return new Setting(deployment, input);
    }

    /**
     * The faults of the run and their times.
     *
     * @throws IllegalArgumentException when there is no such fault, or not in this setting
     */
    public Schedule schedule() {
        List<Fault> chosen = faults.stream().map(Faults::named).toList();
        chosen.stream().filter(fault -> !fault.possible(setting())).findFirst().ifPresent(fault -> {
            throw new IllegalArgumentException("The fault '" + fault.name() + "' is not possible with --deployment "
                    + deployment.id() + " --input " + input.id());
        });
        return Schedule.draw(seed, (long) (minutes * MILLIS_A_MINUTE), chosen);
    }

    /** The command that does the same again. */
    public String command() {
        return "bin/durastream chaos run --seed " + seed + " --minutes " + number(minutes) + " --deployment "
                + deployment.id() + " --input " + input.id() + " --workloads "
                + String.join(",", workloads.stream().map(Workload::id).toList()) + " --rate "
                + number(recordsPerSecond) + " --batch " + batchMillis + " --recovery-limit "
                + limits.recoverySeconds + " --catch-up-limit " + limits.catchUpSeconds + " --faults "
                + (faults.isEmpty() ? "none" : String.join(",", faults));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%s", value);
    }
}
