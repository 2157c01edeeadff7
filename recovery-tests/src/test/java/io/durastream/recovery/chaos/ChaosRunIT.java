package io.durastream.recovery.chaos;

import io.durastream.chaos.schedule.Schedule;
import io.durastream.chaos.stage.Setting;
import io.durastream.chaos.workload.Input;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short run, from the schedule to the verdict. */
@Timeout(600)
final class ChaosRunIT {

    private static final Setting LOCAL = Runs.local(Input.RECEIVER);

    @TempDir
    Path home;

    @Test
    void aDriverThatIsStruckCountsEveryRecordOnce() throws Exception {
        List<String> faults = List.of("driver-killed", "source-cut");
        Schedule schedule = Runs.eachOnce(faults);
        Runs.requireValid(Runs.run(Runs.options(1, 1, LOCAL, faults), schedule, home), faults);
    }
}
