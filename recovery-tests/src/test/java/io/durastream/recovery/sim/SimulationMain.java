package io.durastream.recovery.sim;

import io.durastream.recovery.sim.Histories.Failure;
import io.durastream.recovery.sim.Histories.Outcome;
import java.util.Optional;

/**
 * Runs histories in a process of its own, whose class path may have a mistake in it. Argument: how many. Exit code: {@value #FOUND}
 * when a promise was broken, {@value #OTHER} when one failed in another way.
 */
public final class SimulationMain {

    public static final int FOUND = 3;
    static final int OTHER = 4;

    private SimulationMain() {}

    public static void main(String[] args) throws Exception {
        try (Histories histories = new Histories(2)) {
            Outcome outcome = histories.run(1, Long.parseLong(args[0]), true, PlantedBug.NONE);
            Optional<Failure> failure = outcome.failure();
            failure.ifPresent(found -> System.out.println("Seed " + found.seed() + ": " + found.cause()));
            System.exit(failure.isEmpty() ? 0 : Violation.isIn(failure.get().cause()) ? FOUND : OTHER);
        }
    }
}
