package io.durastream.chaos.fault;

import io.durastream.chaos.process.JavaProcess;
import io.durastream.chaos.process.ProcessState;
import io.durastream.chaos.stage.Stage;
import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;

/** SIGSTOP and SIGCONT. */
final class DriverPaused implements Fault {

    @Override
    public String name() {
        return "driver-paused";
    }

    @Override
    public String description() {
        return "The driver that leads stands still, does not know it, and goes on; candidates may have taken over then.";
    }

    @Override
    public Lasting lasting() {
        return Lasting.seconds(2, 15);
    }

    @Override
    public Injury start(Stage stage, SplittableRandom random) throws IOException, InterruptedException {
        Optional<JavaProcess> living = stage.leader().process();
        if (living.isEmpty()) {
            return Injury.none();
        }
        JavaProcess process = living.get();
        process.pause();
        String proof = process + " is " + ProcessState.of(process.pid());
        return new Injury() {
            @Override
            public Optional<String> proof() {
                return Optional.of(proof);
            }

            @Override
            public void heal() throws IOException, InterruptedException {
                if (process.isAlive()) {
                    process.resume();
                }
            }
        };
    }
}
