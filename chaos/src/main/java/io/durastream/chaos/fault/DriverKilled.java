package io.durastream.chaos.fault;

import io.durastream.chaos.process.JavaProcess;
import io.durastream.chaos.stage.Stage;
import java.util.Optional;
import java.util.SplittableRandom;

/** kill -9. */
final class DriverKilled implements Fault {

    @Override
    public String name() {
        return "driver-killed";
    }

    @Override
    public String description() {
        return "The driver that leads is killed with SIGKILL, and started again a second later.";
    }

    @Override
    public Injury start(Stage stage, SplittableRandom random) throws InterruptedException {
        Optional<JavaProcess> dead = stage.leader().kill();
        return dead.map(process -> Injury.done(
                        process + " exited with " + process.exitCode().getAsInt()))
                .orElseGet(Injury::none);
    }
}
