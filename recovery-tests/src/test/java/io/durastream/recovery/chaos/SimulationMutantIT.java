package io.durastream.recovery.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.recovery.sim.SimulationMain;
import io.durastream.storage.Clock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The simulation finds a mistake in the product's code that needs a disk that tears. */
@Timeout(300)
final class SimulationMutantIT {

    private static final String HISTORIES = "3000";
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir
    Path home;

    @Test
    void aTornTailThatIsTakenAsDataIsFound() throws Exception {
        String classPath = Mutants.TORN_TAIL_AS_DATA.compile(home.resolve("mutant"));
        JavaCommand command = JavaCommand.of(SimulationMain.class.getName())
                .withClassPath(classPath)
                .withArguments(HISTORIES);
        try (JavaProcess simulation = JavaProcess.start(command, home.resolve("simulation.log"), Clock.system())) {
            assertEquals(SimulationMain.FOUND, simulation.awaitExit(LIMIT), simulation::tail);
            System.out.println(simulation.tail());
        }
    }
}
