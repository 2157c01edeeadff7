package io.durastream.recovery.chaos;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.check.DirectoryAudit;
import io.durastream.chaos.schedule.Schedule;
import io.durastream.chaos.stage.Setting;
import io.durastream.chaos.workload.Input;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
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
        findsWhatIsLeftOverAndWhatIsDamaged(home.resolve("checkpoint"));
    }

    private static void findsWhatIsLeftOverAndWhatIsDamaged(Path checkpoint) throws IOException {
        Path leftOver = checkpoint.resolve("state/bank/0/sst/0000000001-planted.sst");
        Files.createDirectories(requireNonNull(leftOver.getParent()));
        Files.writeString(leftOver, "nothing refers to this");
        DirectoryAudit spoilt = DirectoryAudit.of(checkpoint.toUri().toString(), Long.MAX_VALUE);
        assertTrue(spoilt.leftovers().contains("state/bank/0/sst/0000000001-planted.sst"), () -> spoilt.toString());

        // One for each start with another configuration: the log refers to one of them.
        for (File application :
                requireNonNull(checkpoint.resolve("graph").toFile().listFiles())) {
            Files.write(application.toPath(), new byte[10]);
        }
        DirectoryAudit damaged = DirectoryAudit.of(checkpoint.toUri().toString(), 0);
        assertTrue(damaged.damage().toString().contains("graph/"), () -> damaged.toString());
    }
}
