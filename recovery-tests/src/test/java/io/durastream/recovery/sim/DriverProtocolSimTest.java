package io.durastream.recovery.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.recovery.sim.Coverage.Event;
import io.durastream.recovery.sim.Histories.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The driver protocol under one scheduler, over a simulated disk: the real batch log, write-ahead log, planner and batch
 * cycle, in thousands of histories of crashes, pauses and lost answers. {@code -Dsim.histories=n} says how many,
 * {@code -Dsim.first=n} from which seed on, {@code -Dsim.seed=n} runs one and prints what happens in it.
 */
class DriverProtocolSimTest {

    private static final long HISTORIES = Long.getLong("sim.histories", 10_000);
    private static final long FIRST = Long.getLong("sim.first", 1);
    private static final long CALM_HISTORIES = 100;
    /** A planted bug that so many histories do not show is not found. */
    private static final long HISTORIES_A_BUG = 3_000;

    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int LAST_EVENTS = 3_000;

    private static final Histories RUNNER = new Histories(THREADS);

    @AfterAll
    static void close() {
        RUNNER.close();
    }

    @Test
    void countsEverythingOnceWithoutFaults() throws Exception {
        Outcome outcome = RUNNER.run(FIRST, CALM_HISTORIES, false, PlantedBug.NONE);
        failIfBroken(outcome);
        for (Event fault : List.of(Event.DRIVER_FENCED, Event.BATCH_REPLAYED, Event.RECORDS_SENT_AGAIN)) {
            assertEquals(0, outcome.coverage().of(fault), fault + " without faults");
        }
    }

    @Test
    void keepsItsPromisesWhateverHappens() throws Exception {
        Long seed = Long.getLong("sim.seed");
        if (seed != null) {
            replay(seed);
            return;
        }
        Outcome outcome = RUNNER.run(FIRST, HISTORIES, true, PlantedBug.NONE);
        System.out.println(outcome.histories() + " histories: " + outcome.coverage());
        failIfBroken(outcome);
        assertEquals(HISTORIES, outcome.histories());
        Set<Event> missing = EnumSet.allOf(Event.class);
        missing.removeIf(event -> outcome.coverage().of(event) > 0);
        assertTrue(missing.isEmpty() || HISTORIES < 1_000, "Never happened: " + missing);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void findsPlantedBug(PlantedBug bug) throws Exception {
        Outcome outcome = RUNNER.run(FIRST, HISTORIES_A_BUG, true, bug);
        assertTrue(outcome.failure().isPresent(), bug + " was not found in " + outcome.histories() + " histories");
        Throwable cause = outcome.failure().get().cause();
        assertTrue(Violation.isIn(cause), () -> bug + " showed as something else: " + cause);
    }

    @Test
    void givesTheSameHistoryForTheSameSeed() throws Exception {
        for (long seed = FIRST; seed < FIRST + 20; seed++) {
            Deque<String> first = new ArrayDeque<>();
            Deque<String> second = new ArrayDeque<>();
            RUNNER.replay(seed, true, PlantedBug.NONE, event -> first.add(event.toString()));
            RUNNER.replay(seed, true, PlantedBug.NONE, event -> second.add(event.toString()));
            assertEquals(List.copyOf(first), List.copyOf(second), "seed " + seed);
        }
    }

    private static void replay(long seed) throws Exception {
        Deque<String> last = new ArrayDeque<>();
        Outcome outcome = RUNNER.replay(seed, true, PlantedBug.NONE, event -> {
            last.add(event.toString());
            if (last.size() > LAST_EVENTS) {
                last.remove();
            }
        });
        last.forEach(System.out::println);
        System.out.println("Seed " + seed + ": " + outcome.coverage());
        failIfBroken(outcome);
    }

    private static void failIfBroken(Outcome outcome) {
        outcome.failure().ifPresent(failure -> {
            throw new AssertionError(
                    "Seed " + failure.seed() + " breaks a promise: "
                            + failure.cause().getMessage() + ". To see it again: mvn -pl recovery-tests -am test"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Dtest=DriverProtocolSimTest#keepsItsPromisesWhateverHappens -Dsim.seed="
                            + failure.seed(),
                    failure.cause());
        });
    }
}
