package io.durastream.recovery.process;

import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver is killed again and again, with its checkpoint directory on local disk. */
@Timeout(600)
final class DriverKillRecoveryIT {

    private static final int KILLS = Integer.getInteger("durastream.test.kills", 20);
    private static final long SEED = Long.getLong("durastream.test.seed", 20_261_121L);

    @TempDir
    Path home;

    @Test
    void countsEveryRecordOnceThoughTheDriverIsKilledTwentyTimes() throws Exception {
        run(KILLS);
    }

    @Test
    void countsEveryRecordOnceWithoutAnyKill() throws Exception {
        run(0);
    }

    private void run(int kills) throws Exception {
        Drivers drivers = Drivers.in(home);
        KillRun run = new KillRun(drivers, SEED, getClass());
        run.run(kills);
        try (Storage checkpoint = Storages.open(drivers.checkpointUri(), new Configuration(), Clock.system())) {
            run.printRecoveries(checkpoint);
        }
    }
}
