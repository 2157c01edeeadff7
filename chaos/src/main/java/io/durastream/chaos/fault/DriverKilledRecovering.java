package io.durastream.chaos.fault;

import io.durastream.chaos.process.JavaProcess;
import io.durastream.chaos.stage.Stage;
import io.durastream.chaos.stage.SupervisedDriver;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.DriverStart;
import io.durastream.checkpoint.LogState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** kill -9, and again between the claim of the next driver and its first batch. */
final class DriverKilledRecovering implements Fault {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "driver-killed-recovering";
    }

    @Override
    public String description() {
        return "The driver is killed, and the next one too, after it has begun an epoch and before it has committed a"
                + " batch.";
    }

    @Override
    public Injury start(Stage stage, SplittableRandom random) throws IOException, InterruptedException {
        long before = lastEpoch(stage);
        stage.leader().kill();
        if (!stage.await(LIMIT, () -> lastEpoch(stage) > before)) {
            return Injury.none();
        }
        SupervisedDriver next = stage.leader();
        Optional<JavaProcess> dead = next.kill();
        Optional<DriverStart> start = starts(stage).stream()
                .filter(begun -> dead.isPresent()
                        && begun.writer().value().startsWith(dead.get().pid() + "-"))
                .findFirst();
        boolean committed = start.stream()
                .flatMap(begun -> begun.events().stream())
                .anyMatch(event -> event.phase() == Phase.FIRST_BATCH);
        return start.isEmpty() || committed
                ? Injury.none()
                : Injury.done(dead.get() + " began epoch " + start.get().epoch().number()
                        + ", committed nothing, and exited with "
                        + dead.get().exitCode().getAsInt());
    }

    private static long lastEpoch(Stage stage) {
        return stage.log().flatMap(LogState::epoch).map(epoch -> epoch.number()).orElse(0L);
    }

    private static List<DriverStart> starts(Stage stage) {
        return stage.log().map(LogState::ledger).orElse(List.of());
    }
}
