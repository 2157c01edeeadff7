package io.durastream.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Storage;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.fault.OperationHook;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two and three drivers on one directory, stopped at every operation: exactly one goes on. */
class BatchLogSchedulesTest {

    private static final int STEPS = 4;
    private static final int ENOUGH = 10_000;

    /** A goes to its i-th operation, B to its j-th, A to its end, B to its end. */
    @Test
    void letsExactlyOneOfTwoGoOn() throws IOException {
        int schedules = 0;
        boolean aEnded = false;
        for (int i = 0; !aEnded; i++) {
            boolean bEnded = false;
            for (int j = 0; !bEnded; j++) {
                History history = new History("a", "b");
                aEnded = history.moveEnds("a", i);
                bEnded = history.moveEnds("b", j);
                history.moveEnds("a", ENOUGH);
                history.moveEnds("b", ENOUGH);
                history.check("a to " + i + ", b to " + j);
                schedules++;
            }
        }
        assertTrue(schedules > 200, "schedules: " + schedules);
    }

    /** As above, and C lives its whole life while both stand still. */
    @Test
    void letsExactlyOneOfThreeGoOn() throws IOException {
        int schedules = 0;
        boolean aEnded = false;
        for (int i = 0; !aEnded; i++) {
            boolean bEnded = false;
            for (int j = 0; !bEnded; j++) {
                History history = new History("a", "b", "c");
                aEnded = history.moveEnds("a", i);
                bEnded = history.moveEnds("b", j);
                history.moveEnds("c", ENOUGH);
                history.moveEnds("a", ENOUGH);
                history.moveEnds("b", ENOUGH);
                history.check("a to " + i + ", b to " + j + ", c");
                schedules++;
            }
        }
        assertTrue(schedules > 200, "schedules: " + schedules);
    }

    /** One history: drivers on one disk, moved by hand. */
    private static final class History {

        private final SimulatedDisk disk = SimulatedDisk.withoutTearing();
        private final Witness witness = new Witness(disk);
        private final Baton baton = new Baton();
        private final List<Driver> drivers = new ArrayList<>();

        History(String... names) {
            disk.hook(new OperationHook() {
                @Override
                public void before(Operation operation) {
                    baton.await(operation.client());
                    witness.before(operation);
                }

                @Override
                public void after(Operation operation) throws IOException {
                    witness.after(operation);
                }
            });
            for (String name : names) {
                Driver driver = new Driver(name, disk.client(name), STEPS);
                drivers.add(driver);
                baton.start(name, driver::run);
            }
        }

        /** Moves a driver and says whether it is at its end. */
        boolean moveEnds(String name, int operations) {
            for (int i = 0; i < operations && baton.alive().contains(name); i++) {
                baton.move(name);
            }
            return !baton.alive().contains(name);
        }

        void check(String schedule) throws IOException {
            try {
                drivers.forEach(Driver::goOn);
                List<Driver> goingOn =
                        drivers.stream().filter(driver -> !driver.fenced()).toList();
                assertEquals(1, goingOn.size(), "who goes on: " + drivers);
                assertEquals(witness.fold().epoch(), goingOn.get(0).epoch());
                try (Storage storage = disk.client("reader")) {
                    witness.check(drivers, BatchLog.read(storage).state());
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Failed with the schedule: " + schedule, e);
            }
        }
    }
}
