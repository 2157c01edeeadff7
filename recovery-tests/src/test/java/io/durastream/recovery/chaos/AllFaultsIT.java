package io.durastream.recovery.chaos;

import io.durastream.chaos.stage.Deployment;
import io.durastream.chaos.stage.Setting;
import io.durastream.chaos.workload.Input;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault fires, is seen to have happened, and is healed; and nothing is lost or counted twice. */
@Tag("long")
@Timeout(1_800)
final class AllFaultsIT {

    private static final long SEED = Long.getLong("durastream.test.seed", 20_261_121L);

    @TempDir
    Path home;

    @Test
    void everyFaultOfASingleDriver() throws Exception {
        Setting setting = Runs.local(Input.RECEIVER);
        List<String> faults = Runs.all(setting);
        Runs.requireValid(Runs.run(Runs.options(SEED, 1, setting, faults), Runs.eachOnce(faults), home), faults);
    }

    @Test
    void everyFaultOfCandidates() throws Exception {
        Setting setting = new Setting(Deployment.HA, Input.RECEIVER);
        List<String> faults = Runs.all(setting).stream()
                .filter(fault -> fault.startsWith("driver-") || fault.startsWith("zookeeper-"))
                .toList();
        Runs.requireValid(Runs.run(Runs.options(SEED, 1, setting, faults), Runs.eachOnce(faults), home), faults);
    }

    @ParameterizedTest
    @EnumSource(
            value = Input.class,
            names = {"SOURCE", "FILES"})
    void everyInput(Input input) throws Exception {
        Setting setting = Runs.local(input);
        List<String> faults = List.of("driver-killed", "driver-killed-recovering", "local-state-wiped");
        Runs.requireValid(Runs.run(Runs.options(SEED, 1, setting, faults), Runs.eachOnce(faults), home), faults);
    }
}
