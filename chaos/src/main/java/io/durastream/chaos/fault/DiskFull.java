package io.durastream.chaos.fault;

import io.durastream.chaos.process.JavaProcess;
import io.durastream.chaos.process.ResourceLimits;
import io.durastream.chaos.stage.Stage;
import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;

/** No file grows. */
final class DiskFull implements Fault {

    @Override
    public String name() {
        return "disk-full";
    }

    @Override
    public String description() {
        return "Every write of the driver that leads fails, to the checkpoint directory and to its own disk: no file may"
                + " grow (RLIMIT_FSIZE).";
    }

    @Override
    public Lasting lasting() {
        return Lasting.seconds(2, 10);
    }

    @Override
    public Injury start(Stage stage, SplittableRandom random) throws IOException, InterruptedException {
        Optional<JavaProcess> living = stage.leader().process();
        if (living.isEmpty()) {
            return Injury.none();
        }
        JavaProcess process = living.get();
        ResourceLimits.limitFileSize(process.pid(), 0);
        String proof = process + ": " + ResourceLimits.fileSize(process.pid());
        return new Injury() {
            @Override
            public Optional<String> proof() {
                return Optional.of(proof);
            }

            @Override
            public void heal() throws IOException, InterruptedException {
                if (process.isAlive()) {
                    ResourceLimits.freeFileSize(process.pid());
                }
            }
        };
    }
}
